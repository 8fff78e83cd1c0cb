import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loopedClip } from '@framesieve/testkit';
import { sharedClip } from '@framesieve/testkit/clips';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, startCommand } from './lib/command.ts';
import { expectValid, runForDocument } from './lib/documents.ts';
import { type StoredFrame, storedFrames } from './lib/stored-frames.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve resume '));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a run that is ended', () => {
  // So many that most are still to come when the first batch is committed.
  let longFrames: number;
  let whole: readonly StoredFrame[];

  beforeAll(async () => {
    const clip = await sharedClip('mp4', { frames: 60, width: 320, height: 240 });
    const looped = await loopedClip(clip.file, 1200);
    longFrames = looped.truth.frames;
    copyFileSync(looped.file, join(folder, 'long.mp4'));
    const { videos } = await runForDocument(['score', 'long.mp4', '--out', 'whole'], folder);
    whole = storedFrames(join(folder, 'whole', 'framesieve.sqlite'), videos[0]!.metrics[0]!.runId);
  });

  it.each([['SIGKILL'], ['SIGINT']] as const)(
    'by %s goes on, and ends with the rows of one that was not',
    async signal => {
      const db = join(signal, 'framesieve.sqlite');
      const child = startCommand(['score', 'long.mp4', '--out', signal, '--json'], { cwd: folder });
      const ended = finished(child);
      const before = await committedScores(db);
      expect(before).toBeLessThan(longFrames);
      child.kill(signal);
      const { exitCode, stdout } = await ended;
      expect(exitCode).toBe(signal === 'SIGINT' ? 130 : null);
      if (signal === 'SIGINT') {
        const interrupted = JSON.parse(stdout);
        expectValid('report', interrupted);
        expect(interrupted.error).toMatchObject({ code: 'interrupted' });
        expect(interrupted.videos[0]).toMatchObject({ status: 'partial', error: { code: 'interrupted' } });
      }
      const resumed = await runForDocument(['score', 'long.mp4', '--out', signal], folder);
      const metric = resumed.videos[0]!.metrics[0]!;
      expect(metric.reused).toBeGreaterThanOrEqual(before);
      expect(metric.scored).toBe(longFrames - metric.reused);
      const rows = storedFrames(join(folder, db), metric.runId);
      const withoutScore = (row: StoredFrame) => ({ ...row, score: row.score === null });
      expect(rows.map(withoutScore)).toEqual(whole.map(withoutScore));
      // The last digits of ONNX scores depend on the batch that a frame was in.
      for (const [i, row] of rows.entries())
        expect(Math.abs(row.score! - whole[i]!.score!)).toBeLessThanOrEqual(
          1e-5 * Math.abs(whole[i]!.score!),
        );
    },
  );
});

/** Waits until a batch is committed, and says how many scores there are then. */
async function committedScores(db: string): Promise<number> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    await sleep(10);
    if (!existsSync(join(folder, db))) continue;
    const connection = new Database(join(folder, db), { readonly: true });
    try {
      const { count } = connection.prepare('SELECT count(*) AS count FROM score').get() as { count: number };
      if (count > 0) return count;
    } catch {
      // The tables are just being made.
    } finally {
      connection.close();
    }
  }
  throw new Error('Nothing was committed.');
}
