import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toRational } from './frame-rate.ts';

it.each([
  [25, 25, 1],
  [30_000 / 1001, 30_000, 1001],
  [24_000 / 1001, 24_000, 1001],
  [12.5, 25, 2],
  [0.2, 1, 5],
])('%f is %i/%i', (rate, numerator, denominator) => {
  expect(toRational(rate)).toEqual({ numerator, denominator });
});

it('finds the fraction that a double was made of', () => {
  const part = fc.integer({ min: 1, max: 60_000 });
  fc.assert(
    fc.property(part, part, (numerator, denominator) => {
      const found = toRational(numerator / denominator)!;
      expect(found.numerator * denominator).toBe(numerator * found.denominator);
    }),
  );
});

it.each([0, -25, Number.NaN, Number.POSITIVE_INFINITY, 1e9])('%f is no rate', rate => {
  expect(toRational(rate)).toBeNull();
});
