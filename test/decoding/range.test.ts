import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyVideo } from '@framesieve/decoder';
import { openStore } from '@framesieve/store';
import { sharedClip } from '@framesieve/testkit/clips';
import { score } from 'framesieve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedFrames } from '../lib/stored-frames.ts';

const frames = 100;

let folder: string;
let clip: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve range '));
  clip = join(folder, 'clip.mp4');
  const { file } = await sharedClip('mp4', { frames, width: 96, height: 96, bFrames: 2 });
  copyFileSync(file, clip);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Scores the clip up to a time in seconds, `null` for all of it. */
async function scoreInto(db: string, to: number | null) {
  const { videos } = await score({
    inputs: [clip],
    cwd: folder,
    config: { db, decoder: 'libav', sample: { to } },
  });
  const [video] = videos;
  const { scored, reused, runId } = video!.metrics[0]!;
  await using store = await openStore(db);
  const runs = await store.runs(await identifyVideo(clip));
  expect(runs.map(run => run.runId)).toEqual([runId]);
  return { outcome: [scored, reused, video!.frames, runs[0]!.state, video!.status], runId };
}

describe('scoring up to a time', () => {
  it('ends there, is complete, scores nothing twice, and goes on from there', async () => {
    const db = join(folder, 'range.sqlite');
    const outcomes: unknown[] = [];
    for (const to of [1, 1, 0.5, 0.5, null, 1]) {
      outcomes.push((await scoreInto(db, to)).outcome);
    }
    expect(outcomes).toEqual([
      [30, 0, null, 'complete', 'ok'],
      [0, 30, null, 'complete', 'ok'],
      [0, 15, null, 'complete', 'ok'],
      [0, 15, null, 'complete', 'ok'],
      [frames - 30, 30, frames, 'complete', 'ok'],
      [0, 30, frames, 'complete', 'ok'],
    ]);
    const whole = join(folder, 'whole.sqlite');
    const { runId } = await scoreInto(whole, null);
    const rows = storedFrames(db, runId).map(({ score: _, ...row }) => row);
    expect(rows).toEqual(storedFrames(whole, runId).map(({ score: _, ...row }) => row));
  });
});
