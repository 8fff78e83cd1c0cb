import type { PictureFormat, Rectangle } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { testScorer } from '../../test/stage.ts';
import { Lane } from './lane.ts';
import { PendingFrame } from './pending-frame.ts';

const whole = { x: 0, y: 0, width: 8, height: 6 };

/** Frames that wait in a lane whose calls take up to 10. */
function lane(...frames: [width: number, crop: Rectangle | null, format?: Partial<PictureFormat>][]): Lane {
  const made = new Lane(testScorer('test/a', { concurrency: 9 }).scorer, 0);
  for (const [width, crop, format] of frames) {
    const frame = makeFrame('gray', width, 6, () => 0, format, { crop });
    const plan = { frame, byteLength: frame.layout.byteLength, callSizes: [10], mostHeld: 20 };
    made.add(new PendingFrame({ frame, metrics: ['test/a'] }, ['test/a'], plan, () => {}));
  }
  return made;
}

/** How many frames come in each call. */
function callSizes(of: Lane): number[] {
  const sizes: number[] = [];
  for (let taken = of.take(true); taken.length > 0; taken = of.take(true)) sizes.push(taken.length);
  return sizes;
}

it('puts frames together whose active areas are of one size, and no others', () => {
  const narrow = { ...whole, y: 1, height: 4 };
  expect(callSizes(lane([8, null], [8, whole], [8, narrow], [8, narrow]))).toEqual([2, 2]);
  expect(callSizes(lane([8, null], [10, null], [10, { ...whole, x: 2 }]))).toEqual([1, 1, 1]);
  expect(callSizes(lane([8, null], [10, { ...whole, x: 2 }]))).toEqual([2]);
});

it('keeps apart what is turned or stretched otherwise', () => {
  const twice = (numerator: number, denominator: number) => ({ pixelAspect: { numerator, denominator } });
  const frames = lane([8, null], [8, null, { rotation: 90 }], [8, null, twice(2, 1)], [8, null, twice(4, 2)]);
  expect(callSizes(frames)).toEqual([1, 1, 2]);
});

it('waits for more frames unless there are none to come, or they are of another size', () => {
  const same = lane([8, null], [8, null]);
  expect(same.take(false)).toHaveLength(0);
  expect(same.take(true)).toHaveLength(2);
  expect(lane([8, null], [9, null]).take(false)).toHaveLength(1);
  const full = lane(...Array.from({ length: 12 }, () => [8, null] as [number, null]));
  expect(full.take(false)).toHaveLength(10);
  expect(full.take(false)).toHaveLength(0);
});
