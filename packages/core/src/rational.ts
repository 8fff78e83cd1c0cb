/** An exact fraction, e.g. a time base (seconds per tick) or a pixel aspect ratio. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * Converts a timestamp to seconds in the video's own clock: `(pts − start) × time base`.
 * The only rounding is the last division, so equal ticks give equal seconds everywhere.
 */
export function ticksToSeconds(ptsTicks: number, startPts: number, timeBase: Rational): number {
  return ((ptsTicks - startPts) * timeBase.numerator) / timeBase.denominator;
}
