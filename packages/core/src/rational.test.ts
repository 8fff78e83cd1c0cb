import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ticksToSeconds } from './rational.ts';

it('counts from the start of the video', () => {
  expect(ticksToSeconds(52_200, 48_600, { numerator: 1, denominator: 90_000 })).toBe(0.04);
  expect(ticksToSeconds(1001, 0, { numerator: 1001, denominator: 30_000 })).toBe((1001 * 1001) / 30_000);
});

it('gives a whole second for a whole number of ticks per second', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: -1000, max: 100_000 }),
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      (denominator, seconds, start) => {
        expect(ticksToSeconds(start + seconds * denominator, start, { numerator: 1, denominator }) + 0).toBe(
          seconds + 0,
        );
      },
    ),
  );
});
