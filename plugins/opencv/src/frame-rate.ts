import type { Rational } from '@framesieve/core';

const largestDenominator = 1_000_000;

/**
 * The fraction that a rate was before it became a double, e.g. 30000/1001 of 29.97002997…: the first of its continued
 * fraction's convergents that is as good as a double.
 *
 * @returns `null` for what is no rate.
 */
export function toRational(rate: number): Rational | null {
  if (!(rate > 0 && rate <= 1e6)) return null;
  let [numerator, denominator] = [Math.floor(rate), 1];
  let [olderNumerator, olderDenominator] = [1, 0];
  let rest = rate - numerator;
  while (Math.abs(numerator / denominator - rate) > rate * 1e-12 && rest > 0) {
    const inverse = 1 / rest;
    const digit = Math.floor(inverse);
    const next = digit * denominator + olderDenominator;
    if (next > largestDenominator) break;
    [numerator, olderNumerator] = [digit * numerator + olderNumerator, numerator];
    [denominator, olderDenominator] = [next, denominator];
    rest = inverse - digit;
  }
  return numerator > 0 ? { numerator, denominator } : null;
}
