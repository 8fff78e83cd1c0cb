import type { PtsSource, Rational } from '@framesieve/core';

/**
 * Gives every frame of a pass a timestamp. A missing one is estimated: the previous frame's plus the last step between
 * two timestamps that were read, or plus 1 ÷ frame rate before there is one. Without a previous frame it is 0.
 */
export class FrameClock {
  readonly #nominalStep: number;
  #readStep: number | null = null;
  #previous: { readonly ptsTicks: number; readonly read: boolean } | null = null;
  /** Where the current stretch of estimates started, and how many there are: steps are added up before rounding. */
  #anchor = 0;
  #estimates = 0;

  /** @param frameRate frames per second, or `null` when unknown: a step is then one tick. */
  constructor(timeBase: Rational, frameRate: Rational | null) {
    const ticks = frameRate
      ? (timeBase.denominator * frameRate.denominator) / (timeBase.numerator * frameRate.numerator)
      : 1;
    this.#nominalStep = Math.max(1, ticks);
  }

  /** The timestamp of the next frame in output order, in ticks. */
  next(read: number | null): { readonly ptsTicks: number; readonly ptsSource: PtsSource } {
    if (read !== null) {
      if (this.#previous?.read && read > this.#previous.ptsTicks) {
        this.#readStep = read - this.#previous.ptsTicks;
      }
      this.#anchor = read;
      this.#estimates = 0;
      this.#previous = { ptsTicks: read, read: true };
      return { ptsTicks: read, ptsSource: 'container' };
    }
    if (this.#previous) this.#estimates += 1;
    const step = this.#readStep ?? this.#nominalStep;
    const ptsTicks = this.#anchor + Math.round(this.#estimates * step);
    this.#previous = { ptsTicks, read: false };
    return { ptsTicks, ptsSource: 'estimated' };
  }
}
