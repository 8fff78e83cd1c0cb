import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyVideo } from '@framesieve/decoder';
import { openStore } from '@framesieve/store';
import { sharedClip } from '@framesieve/testkit/clips';
import { score } from 'framesieve';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
let clip: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve reuse '));
  clip = join(folder, 'clip.mp4');
  copyFileSync((await sharedClip('mp4', { frames: 12 })).file, clip);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('leaves a run complete that had nothing left to do', async () => {
  const db = join(folder, 'scores.sqlite');
  const states: unknown[] = [];
  for (let call = 0; call < 2; call++) {
    const { videos } = await score({ inputs: [clip], cwd: folder, config: { db } });
    const { scored, reused } = videos[0]!.metrics[0]!;
    await using store = await openStore(db);
    const [run, ...others] = await store.runs(await identifyVideo(clip));
    expect(others).toEqual([]);
    states.push([scored, reused, videos[0]!.frames, run!.state]);
  }
  expect(states).toEqual([
    [12, 0, 12, 'complete'],
    [0, 12, 12, 'complete'],
  ]);
});
