import { expect, test } from 'vitest';
import { readBack } from './clips/read-back.ts';
import { sharedClip } from './clips/shared-clip.ts';
import { loopedClip } from './looped-clip.ts';

test('plays a video over and over, with times that go on', async () => {
  const source = await sharedClip('mp4', { frames: 10, bFrames: 2 });
  const once = await timesOf(source.file);
  const looped = await loopedClip(source.file, 25);
  expect(looped.truth.frames).toBe(30);
  const times = await timesOf(looped.file);
  const step = once[1]! - once[0]!;
  expect(times).toEqual(Array.from({ length: 30 }, (_, frame) => times[0]! + frame * step));
});

async function timesOf(file: string): Promise<readonly number[]> {
  const times: number[] = [];
  for await (const { ptsTicks } of readBack(file)) times.push(ptsTicks!);
  return times;
}
