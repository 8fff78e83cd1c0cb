import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../test/plain-features.ts';
import { aggdRatios, ggdRatios } from '../shape-table.ts';
import { closestAggd, closestGgd, risingAggd } from './shape-search.ts';

const ratios = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(-1, 0, 0.7656, 1e9));

describe('the closest shape', () => {
  it('is that of a search through all of the table', () => {
    fc.assert(fc.property(ratios, ratio => closestAggd.find(ratio) === nearest(aggdRatios, ratio)));
    const wide = fc.double({ min: 1, max: 40, noNaN: true });
    fc.assert(fc.property(wide, ratio => closestGgd.find(ratio) === nearest(ggdRatios, ratio)));
  });

  it('is the first one for NaN', () => {
    expect([closestAggd.find(Number.NaN), closestGgd.find(Number.NaN)]).toEqual([0, 0]);
  });
});

describe('the rising search', () => {
  const table = Array.from(risingAggd().shapes, (_, i) => aggdRatios[i]!);

  it('is where the distance first rises', () => {
    const slow = (ratio: number) => {
      const rises = table.findIndex((entry, i) => {
        const next = table[i + 1];
        return next === undefined || Math.abs(ratio - next) > Math.abs(ratio - entry);
      });
      return rises;
    };
    const finite = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(finite, ratio => {
        // The two tables differ in the last digits, which decides where a ratio lies half way between two.
        expect(Math.abs(risingAggd().find(ratio) - slow(ratio))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the last one for NaN', () => {
    expect(risingAggd().find(Number.NaN)).toBe(risingAggd().shapes.length - 1);
  });
});
