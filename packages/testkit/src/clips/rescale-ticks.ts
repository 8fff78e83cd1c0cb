import type { Rational } from '@framesieve/core';

/** Expresses a time in another time base, to the nearest tick, halves away from zero. */
export function rescaleTicks(ticks: number, from: Rational, to: Rational): number {
  const exact = (ticks * from.numerator * to.denominator) / (from.denominator * to.numerator);
  return Math.sign(exact) * Math.round(Math.abs(exact));
}
