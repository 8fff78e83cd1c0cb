import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scoreTicks, timeTicks } from './ticks.ts';

it('labels round times', () => {
  expect(timeTicks(0, 60, 5)).toEqual({ seconds: [0, 15, 30, 45, 60], decimals: 0 });
  expect(timeTicks(0, 0.4, 5)).toMatchObject({ decimals: 1 });
  expect(timeTicks(7, 7, 5)).toEqual({ seconds: [7], decimals: 0 });
});

it('has no more times than asked for, all within the ends', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e4, noNaN: true }),
      fc.double({ min: 0.01, max: 1e7, noNaN: true }),
      fc.integer({ min: 2, max: 20 }),
      (start, span, most) => {
        const { seconds } = timeTicks(start, start + span, most);
        expect(seconds.length).toBeLessThanOrEqual(most);
        for (const tick of seconds) {
          expect(tick).toBeGreaterThanOrEqual(start - 1e-6 * span);
          expect(tick).toBeLessThanOrEqual(start + span + 1e-6 * span);
        }
      },
    ),
  );
});

it('labels round scores, whichever end is larger', () => {
  expect(scoreTicks(9, 1, 4)).toEqual([2, 4, 6, 8]);
  expect(scoreTicks(0.1, 0.3, 4).map(tick => Number(tick.toFixed(6)))).toEqual([0.1, 0.15, 0.2, 0.25, 0.3]);
});
