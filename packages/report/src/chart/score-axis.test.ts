import { makeScoreTable } from '@framesieve/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChartInput } from './chart-input.ts';
import { heightOf, scoreAxis } from './score-axis.ts';

function chart(scores: readonly number[], rest: Partial<ChartInput> = {}): ChartInput {
  return { table: makeScoreTable({ scores: { m: scores } }), picked: [], rejected: [], ...rest };
}

function axisOf(input: ChartInput, direction: 'higher' | 'lower' = 'lower') {
  return scoreAxis(input, { ...input.table.metrics[0]!, direction });
}

it('has the better end on top, whatever the direction', () => {
  const input = chart([1, 2, 3, Number.NaN, 5]);
  expect(axisOf(input, 'lower')).toMatchObject({ top: 1, bottom: 5, best: 1, worst: 5, clipped: false });
  expect(axisOf(input, 'higher')).toMatchObject({ top: 5, bottom: 1, best: 5, worst: 1, clipped: false });
});

it('leaves out what was rejected for what it is, and stray scores, but no pick', () => {
  const scores = Array.from({ length: 300 }, (_, i) => (i === 7 ? 90 : i === 8 ? 60 : 4 + (i % 10) / 10));
  const black = chart(scores, { rejected: [{ ordinal: 7, reason: 'black', inFavourOf: null }] });
  expect(axisOf(black)).toMatchObject({ top: 4, bottom: 4.9, clipped: true, worst: 90 });
  const pick = { ordinal: 8, rank: 1, tier: 'requested' as const, reason: '' };
  expect(axisOf({ ...black, picked: [pick] })).toMatchObject({ top: 4, bottom: 60, clipped: true });
});

it('puts equal scores in the middle, and has no axis for none', () => {
  const axis = axisOf(chart([3, 3]))!;
  expect(heightOf(axis, 3)).toBe(0.5);
  expect(axisOf(chart([Number.NaN]))).toBeNull();
});

it('keeps better scores higher, within the axis', () => {
  const score = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(score, { minLength: 1, maxLength: 50 }),
      fc.constantFrom('higher' as const, 'lower' as const),
      (scores, direction) => {
        const axis = axisOf(chart(scores), direction)!;
        const bestFirst = scores.toSorted((a, b) => (direction === 'higher' ? b - a : a - b));
        const heights = bestFirst.map(value => heightOf(axis, value));
        for (const [i, height] of heights.entries()) {
          expect(height).toBeGreaterThanOrEqual(0);
          expect(height).toBeLessThanOrEqual(heights[i - 1] ?? 1);
        }
      },
    ),
  );
});
