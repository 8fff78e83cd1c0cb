import type { RunRecord, ScoreTable } from '@framesieve/core';
import { expect, it } from 'vitest';
import { findFrame } from './find-frame.ts';

/** Frames with these numbers and times; `frameCount` frames in all. */
function frames(ordinals: readonly number[], times: readonly number[], frameCount: number | null = 10) {
  const run = {
    metric: { id: 'a/a' },
    frameCount,
    decode: { stream: { frameRate: { numerator: 10, denominator: 1 } } },
  } as RunRecord;
  const table = {
    ordinals: Uint32Array.from(ordinals),
    timeSeconds: Float64Array.from(times),
  } as unknown as ScoreTable;
  const found = (row: number) => ordinals[row];
  return {
    at: (seconds: number) => found(findFrame({ kind: 'time', seconds }, { path: '/v.mp4', run, table })),
    number: (ordinal: number) => found(findFrame({ kind: 'frame', ordinal }, { path: '/v.mp4', run, table })),
  };
}

const all = [0, 1, 2, 3];

it('finds the frame that is shown at a time: the last that has begun', () => {
  const { at, number } = frames(all, [0, 0.1, 0.2, 0.3], 4);
  expect([0, 0.05, 0.1, 0.29, 0.3, 0.39].map(at)).toEqual([0, 0, 1, 2, 3, 3]);
  // A time that was read off has been rounded.
  expect(frames(all, [0, 0.0333, 0.0667, 0.1]).at(0.067)).toBe(2);
  expect(frames(all, [0, 0.03337, 0.0667, 0.1]).at(0.033)).toBe(1);
  expect(number(2)).toBe(2);
});

it('finds it where frames last differently long, and times repeat or run backward', () => {
  expect([0.5, 1.9, 2.05].map(frames(all, [0, 1, 2, 2.1], 4).at)).toEqual([0, 1, 2]);
  expect(frames(all, [0, 0.1, 0.1, 0.2], 4).at(0.15)).toBe(2);
  expect(frames(all, [0, 0.2, 0.1, 0.3], 4).at(0.15)).toBe(2);
  expect(frames(all, [0, 0.2, 0.1, 0.3], 4).at(0.25)).toBe(1);
});

it('knows no frame before the first and after the last', () => {
  const { at, number } = frames(all, [0.5, 0.6, 0.7, 0.8], 4);
  expect(() => at(0.4)).toThrow('The frame that is shown at 0.4 s of "/v.mp4" has not been scored by a/a.');
  expect(() => at(0.95)).toThrow('0.95 s is past the end of "/v.mp4", which has 4 frames.');
  expect(() => frames([0, 1], [0, 0.1], 4).at(0.95)).toThrow('has not been scored');
  expect(() => number(4)).toThrow('Frame 4 is past the end of "/v.mp4", which has 4 frames.');
});

it('does not take a frame for the one that was left out by sampling', () => {
  const { at, number } = frames([0, 5, 9], [0, 0.5, 0.9]);
  expect(() => at(0.3)).toThrow('has not been scored');
  expect(() => number(3)).toThrow('Frame 3 of "/v.mp4" has not been scored by a/a.');
  expect(number(5)).toBe(5);
  expect(at(0.95)).toBe(9);
});

it('says which frames there are', () => {
  expect(() => frames([3], [0.3], null).number(9)).toThrow(
    expect.objectContaining({ hint: '1 frame of it is scored, from 3 (0.3 s) to 3 (0.3 s).' }),
  );
  expect(() => frames([], []).at(1)).toThrow(
    expect.objectContaining({
      hint: 'No frame of it is scored in the range and sample that were asked for.',
    }),
  );
});
