import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestPoint, pointAt } from './nearest.ts';

it('finds the nearest point, the earlier of two', () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1 })
    .map(list => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(times, fc.double({ min: -10, max: 110, noNaN: true }), (ascending, time) => {
      const distances = ascending.map(each => Math.abs(each - time));
      expect(nearestPoint({ times: ascending }, time)).toBe(distances.indexOf(Math.min(...distances)));
    }),
  );
  expect(nearestPoint({ times: [] }, 3)).toBe(-1);
});

it('takes the column that a time lies in, where points are columns', () => {
  const times = [0, 10, 20];
  expect([0, 4, 9, 10, 19.9, 25].map(time => pointAt({ times, isExact: false }, time))).toEqual([
    0, 0, 0, 1, 1, 2,
  ]);
  expect([9, 11, 16].map(time => pointAt({ times, isExact: true }, time))).toEqual([1, 1, 2]);
});
