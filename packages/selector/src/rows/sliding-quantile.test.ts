import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slidingQuantile, type Windows } from './sliding-quantile.ts';

const inOrder = (rows: number) => Uint32Array.from({ length: rows }, (_, row) => row);

describe('slidingQuantile', () => {
  it('is the quantile of the rows that count in the window, to 1.6 %', () => {
    const row = fc.record({
      value: fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.constantFrom(0, Number.NaN)),
      excluded: fc.integer({ min: 0, max: 1 }),
    });
    const arbitrary = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 60 }),
      border: fc.nat({ max: 60 }),
      reach: fc.integer({ min: 1, max: 20 }),
      least: fc.integer({ min: 1, max: 5 }),
      quantile: fc.constantFrom(0, 0.3, 0.5, 0.8, 1),
    });
    fc.assert(
      fc.property(arbitrary, ({ rows, border, reach, least, quantile }) => {
        const middle = Math.min(border, rows.length);
        const ranges = [
          { start: 0, end: middle },
          { start: middle, end: rows.length },
        ];
        const windows: Windows = { order: inOrder(rows.length), ranges, reach, least };
        const values = Float32Array.from(rows, ({ value }) => value);
        const excluded = Uint8Array.from(rows, item => item.excluded);
        const result = slidingQuantile(values, excluded, windows, quantile);
        for (const { start, end } of ranges) {
          for (let at = start; at < end; at++) {
            const first = Math.max(start, Math.min(at - reach, end - 2 * reach - 1));
            const inside = [...values.keys()]
              .slice(first, Math.min(end, first + 2 * reach + 1))
              .filter(i => excluded[i] === 0 && !Number.isNaN(values[i]))
              .map(i => values[i]!)
              .sort((a, b) => a - b);
            const exact = inside[Math.floor(quantile * (inside.length - 1))];
            if (inside.length < least || exact === undefined) expect(result[at]).toBeNaN();
            else if (exact < 2 ** -14) expect(result[at]).toBe(0);
            else expect(Math.abs(result[at]! / exact - 1)).toBeLessThan(0.016);
          }
        }
      }),
    );
  });

  it('goes by the order of rows that it is given', () => {
    const windows: Windows = {
      order: Uint32Array.from([0, 2, 4, 1, 3]),
      ranges: [
        { start: 0, end: 3 },
        { start: 3, end: 5 },
      ],
      reach: 5,
      least: 1,
    };
    const values = Float32Array.from([1, 0.25, 1, 0.25, 1]);
    const result = slidingQuantile(values, new Uint8Array(5), windows, 0.5);
    for (const [row, value] of values.entries()) expect(result[row]! / value).toBeCloseTo(1, 1);
  });

  it('finds the same in windows of many rows, of which only some count', () => {
    const rows = 5000;
    const values = Float32Array.from({ length: rows }, (_, row) => (row < 2000 ? 0.1 : 0.4));
    const windows: Windows = {
      order: inOrder(rows),
      ranges: [{ start: 0, end: rows }],
      reach: 1000,
      least: 500,
    };
    const result = slidingQuantile(values, new Uint8Array(rows), windows, 0.5);
    expect(result[500]).toBeCloseTo(0.1, 2);
    expect(result[3500]).toBeCloseTo(0.4, 2);
  });
});
