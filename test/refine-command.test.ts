import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, run } from '@framesieve/scripts/workspace';
import { sharedDemoClip } from '@framesieve/testkit/clips';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, runCommand, startCommand } from './lib/command.ts';
import { expectValid } from './lib/documents.ts';
import { lumaPlugin } from './lib/luma-plugin.ts';
import { storedFrames } from './lib/stored-frames.ts';

const candidates = 40;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve refine command '));
  copyFileSync((await sharedDemoClip({ width: 320, height: 180 })).file, join(folder, 'demo.mp4'));
  writeFileSync(join(folder, 'luma.ts'), lumaPlugin);
  copyFileSync(new URL('lib/contrast.ts', import.meta.url), join(folder, 'contrast.ts'));
  const config = { plugins: ['./luma.ts', './contrast.ts'], metric: 'luma' };
  writeFileSync(join(folder, 'framesieve.config.json'), JSON.stringify(config));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function query<Row>(out: string, sql: string): Row {
  const database = new Database(join(folder, out, 'framesieve.sqlite'), { readonly: true });
  try {
    return database.prepare(sql).get() as Row;
  } finally {
    database.close();
  }
}

describe('a second pass that is ended', () => {
  const args = ['score', 'demo.mp4', '--refine', 'contrast', '--refine-top', String(candidates), '--json'];
  const chosenRows = (out: string) => {
    const { runId } = query<{ runId: number }>(out, "select id as runId from run where scope = 'chosen'");
    return storedFrames(join(folder, out, 'framesieve.sqlite'), runId);
  };

  it.each([['SIGKILL'], ['SIGINT']] as const)('by %s goes on, and scores no frame twice', async signal => {
    const env = { CONTRAST_DELAY_MS: '100' };
    const child = startCommand([...args, '--out', signal], { cwd: folder, env });
    const ended = finished(child);
    const before = await committedScores(signal);
    child.kill(signal);
    const { exitCode, stdout } = await ended;
    expect(before).toBeLessThan(candidates);
    expect(exitCode).toBe(signal === 'SIGINT' ? 130 : null);
    if (signal === 'SIGINT') {
      const interrupted = JSON.parse(stdout);
      expectValid('report', interrupted);
      expect(interrupted.videos[0]).toMatchObject({ status: 'partial', error: { code: 'interrupted' } });
      expect(interrupted.videos[0].metrics[1]).toMatchObject({ id: 'contrast/slow', refines: true });
    }
    const kept = chosenRows(signal).length;
    const resumed = await document([...args, '--out', signal]);
    const [fast, strong] = resumed.videos[0].metrics;
    expect(fast).toMatchObject({ scored: 0, reused: resumed.videos[0].frames });
    expect(strong).toMatchObject({ scored: candidates - kept, reused: kept });
    await document([...args, '--out', 'whole']);
    expect(chosenRows(signal)).toEqual(chosenRows('whole'));
  });

  /** Waits until a batch of the second pass is committed, and says how many scores it has then. */
  async function committedScores(out: string): Promise<number> {
    for (let attempt = 0; attempt < 4000; attempt++) {
      await sleep(10);
      if (!existsSync(join(folder, out, 'framesieve.sqlite'))) continue;
      const sql = "select count(*) as count from score join run on run.id = run_id where scope = 'chosen'";
      try {
        const { count } = query<{ count: number }>(out, sql);
        if (count > 0) return count;
      } catch {
        // The tables are just being made.
      }
    }
    throw new Error('Nothing was committed.');
  }
});

/** Runs a command, and reads its document. */
async function document(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { exitCode, stdout, stderr } = await runCommand([...args], { cwd: folder, env });
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout);
}

describe('MUSIQ, small and with random weights', () => {
  const refinedBy = 'musiq/small';
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    env = { FRAMESIEVE_HOME: join(folder, 'home') };
    const script = join(root, 'plugins', 'musiq', 'scripts', 'measure.ts');
    const checkpoint = join(folder, 'small.npz');
    await run(process.execPath, ['--conditions=@framesieve/source', script, 'write', checkpoint, 'small']);
    const imported = await runCommand(['models', 'import', refinedBy, checkpoint], { cwd: folder, env });
    expect(imported.exitCode, imported.stderr).toBe(0);
  });

  const pass = ['--metric', 'niqe', '--refine', refinedBy, '--refine-top', '12'];

  it('refines a run: stills, manifest, report and explanations say which metric ranked', async () => {
    const top = ['--top', '14', '--coverage', '3', '--min-gap', '0.2', '--report'];
    const args = ['run', 'demo.mp4', ...pass, ...top, '--out', 'musiq', '--json'];
    const { videos } = await document(args, env);
    const [{ metrics, picks, report }] = videos;
    expect(metrics.map(({ id, scored }: { id: string; scored: number }) => [id, scored])).toEqual([
      ['niqe/framesieve', videos[0].frames],
      [refinedBy, 12],
    ]);
    const [best] = picks;
    expect(best).toMatchObject({ rank: 1, rankedBy: refinedBy, verified: 'exact' });
    expect(best.file).toContain(`_s${best.scores[refinedBy].toFixed(2)}.png`);
    const stills = join(
      folder,
      'musiq',
      readdirSync(join(folder, 'musiq')).find(name => name.startsWith('demo-'))!,
    );
    const manifest = JSON.parse(readFileSync(join(stills, 'manifest.json'), 'utf8'));
    expect(manifest.settings).toMatchObject({ refine: refinedBy, refineTop: 12 });
    for (const pick of picks) {
      const still = manifest.stills.find(({ frame }: { frame: number }) => frame === pick.frame);
      expect(still).toMatchObject({ metric: pick.rankedBy, scores: pick.scores, reason: pick.reason });
    }
    const unrefined = picks.find(({ rankedBy }: { rankedBy: string }) => rankedBy !== refinedBy);
    expect(unrefined.scores).not.toHaveProperty(refinedBy);
    const page = readFileSync(join(folder, report), 'utf8');
    expect(page).toContain('run on the 12 best frames only');
    expect(page).toContain(`${refinedBy} (ranked)`);
    const verified = await runCommand(['verify', join(stills, 'manifest.json')], { cwd: folder, env });
    expect(verified.exitCode, verified.stdout).toBe(0);

    const explain = (frame: number) =>
      runCommand(['explain', 'demo.mp4', String(frame), '--out', 'musiq'], { cwd: folder, env });
    expect((await explain(best.frame)).stdout).toContain(`place 1 of 12 refined by ${refinedBy}`);
    const { stdout } = await explain(unrefined.frame);
    expect(stdout).toContain(`behind the 12 refined by ${refinedBy}`);
    expect(stdout).toContain(`${refinedBy}: not looked at`);
    const explained = JSON.parse(
      (
        await runCommand(['explain', 'demo.mp4', String(best.frame), '--out', 'musiq', '--json'], {
          cwd: folder,
          env,
        })
      ).stdout,
    );
    expectValid('explain', explained);
    expect(explained.metrics[1]).toMatchObject({ id: refinedBy, refines: true, isScored: true });
  });

  it('gives the scores of a pass over all frames, which goes on from them', async () => {
    const scores = await document(
      ['scores', 'demo.mp4', '--metric', refinedBy, '--out', 'musiq', '--format', 'json'],
      env,
    );
    expectValid('scores', scores);
    const chosen = scores.runs.find(({ metric }: { metric: string }) => metric === refinedBy);
    expect(chosen).toMatchObject({ scope: 'chosen' });
    const from = chosen.scores[3].timeSeconds - 0.01;
    const range = ['--from', String(from), '--to', String(from + 0.2)];
    const whole = await document(
      ['score', 'demo.mp4', '--metric', refinedBy, '--no-resume', ...range, '--out', 'musiq', '--json'],
      env,
    );
    const own = whole.videos[0].metrics[0].scores;
    const same = chosen.scores.filter(({ frame }: { frame: number }) =>
      own.some((other: { frame: number }) => other.frame === frame),
    );
    expect(same.length).toBeGreaterThan(0);
    for (const { frame, score } of same) {
      const other = own.find((one: { frame: number }) => one.frame === frame);
      expect(Math.abs(other.score - score)).toBeLessThanOrEqual(1e-5 * Math.abs(score));
    }
  });
});
