import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnOf, positionOf, rowsByColumn, timelineOf } from './timeline.ts';

const times = fc
  .array(fc.double({ min: -10, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 200 })
  .map(seconds => Float64Array.from(seconds));

it('puts every row into the column of its time, once, in order', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 300 }), (timeSeconds, columns) => {
      const timeline = timelineOf({ timeSeconds }, columns);
      const { rows, starts } = rowsByColumn({ timeSeconds }, timeline);
      expect([...rows].sort((a, b) => a - b)).toEqual([...timeSeconds.keys()]);
      for (let column = 0; column < columns; column++) {
        const own = [...rows.subarray(starts[column]!, starts[column + 1]!)];
        for (const row of own) expect(columnOf(timeline, timeSeconds[row]!)).toBe(column);
        expect(own).toEqual(own.toSorted((a, b) => a - b));
      }
    }),
  );
});

it('reaches from the first time to the last', () => {
  const timeline = timelineOf({ timeSeconds: Float64Array.of(2, 4, 10, 6) }, 10);
  expect(timeline).toEqual({ startSeconds: 2, endSeconds: 10, columns: 10 });
  expect([2, 6, 10].map(seconds => positionOf(timeline, seconds))).toEqual([0, 0.5, 1]);
  expect([2, 6, 10].map(seconds => columnOf(timeline, seconds))).toEqual([0, 5, 9]);
});

it('has one column in use for a single frame, and none for none', () => {
  const single = timelineOf({ timeSeconds: Float64Array.of(3) }, 10);
  expect(columnOf(single, 3)).toBe(0);
  expect(timelineOf({ timeSeconds: new Float64Array() }, 10)).toEqual({
    startSeconds: 0,
    endSeconds: 0,
    columns: 10,
  });
});
