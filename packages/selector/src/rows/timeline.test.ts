import { expect, it } from 'vitest';
import { extentOf, paceOf } from './timeline.ts';

it('spans from the earliest to the latest time, wherever they are', () => {
  expect(extentOf(Float64Array.from([3, 1, 7, 2]))).toEqual({ startSeconds: 1, endSeconds: 7 });
  expect(extentOf(new Float64Array())).toEqual({ startSeconds: 0, endSeconds: 0 });
});

it('counts the rows that a time usually has', () => {
  const rowsIn = paceOf(Float64Array.from({ length: 101 }, (_, row) => row / 25));
  expect([rowsIn(1), rowsIn(0.4), rowsIn(0.001), rowsIn(1e9)]).toEqual([25, 10, 1, 101]);
});

it('takes no notice of jumps, nor of equal times or such that run backward', () => {
  const steps = [0, 0.04, 0.04, 500, 0, 0.04, -3, 0.04, 0.04, 0.04, -0.5, 0.04];
  let time = 0;
  const times = Float64Array.from(steps, step => (time += step));
  expect(paceOf(times)(0.2)).toBe(5);
});

it('takes all rows for one moment where times say nothing', () => {
  expect(paceOf(new Float64Array(9))(1)).toBe(9);
  expect(paceOf(new Float64Array())(1)).toBe(1);
});
