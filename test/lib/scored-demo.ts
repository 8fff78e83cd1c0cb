import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoTruth, sharedDemoClip } from '@framesieve/testkit/clips';
import Database from 'better-sqlite3';
import { type SelectOptions, type SieveReport, select } from 'framesieve';
import { expect } from 'vitest';
import { type CommandResult, runCommand } from './command.ts';
import { expectValid, runForDocument } from './documents.ts';

type SelectConfig = NonNullable<NonNullable<SelectOptions['config']>['select']>;

/** The demo clip in a folder of its own, scored by two metrics. */
export interface ScoredDemo extends Disposable {
  readonly folder: string;
  readonly truth: DemoTruth;
  /** Runs the command in that folder. */
  run(...args: string[]): Promise<CommandResult>;
  /** What the function `select` picks, which is what the command does; nothing is stored by default. */
  pick(
    settings: SelectConfig,
    metric?: string | string[],
    dryRun?: boolean,
  ): Promise<SieveReport['videos'][number]>;
  /** Asks the database. */
  query<Result>(ask: (database: Database.Database) => Result): Result;
  /** What lies on the disk, and how much of it is stored. */
  traces(): unknown;
}

const tables = ['selection', 'selection_run', 'pick', 'rejection', 'still', 'run', 'score', 'frame'];

/** Makes and scores it by NIQE and BRISQUE. */
export async function scoredDemo(): Promise<ScoredDemo> {
  const folder = mkdtempSync(join(tmpdir(), 'framesieve selecting '));
  const { file, truth } = await sharedDemoClip({ width: 320, height: 180 });
  copyFileSync(file, join(folder, 'demo.mp4'));
  await runForDocument(['score', 'demo.mp4', '--metric', 'niqe,brisque'], folder);
  const query: ScoredDemo['query'] = ask => {
    const database = new Database(join(folder, 'framesieve-out', 'framesieve.sqlite'), { readonly: true });
    try {
      return ask(database);
    } finally {
      database.close();
    }
  };
  return {
    folder,
    truth,
    query,
    run: (...args) => runCommand(args, { cwd: folder }),
    async pick(settings, metric = 'niqe', dryRun = true) {
      const config = { metric, select: settings };
      const report = await select({ inputs: ['demo.mp4'], config, dryRun, cwd: folder });
      expectValid('report', report);
      expect(report.videos[0]!.error).toBeNull();
      return report.videos[0]!;
    },
    traces: () => ({
      files: readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(name => !/-(wal|shm)$/.test(name))
        .sort(),
      rows: query(database =>
        tables.map(table => database.prepare(`select count(*) from "${table}"`).pluck().get()),
      ),
    }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
