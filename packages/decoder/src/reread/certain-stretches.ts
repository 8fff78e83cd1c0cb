import type { FrameIndex } from '@framesieve/core';

/** Tells where frames can be recognised by their timestamps alone. */
export class CertainStretches {
  readonly #length: number;
  /** How many of the frames before each one, and of all, can't be recognised. */
  readonly #doubtfulBefore: Uint32Array;

  /** @param index a timestamp that is not a whole number, or that several frames have, recognises none. */
  constructor({ ptsTicks }: Pick<FrameIndex, 'ptsTicks'>) {
    this.#length = ptsTicks.length;
    this.#doubtfulBefore = new Uint32Array(ptsTicks.length + 1);
    const seen = new Map<number, number>();
    for (const ticks of ptsTicks) seen.set(ticks, (seen.get(ticks) ?? 0) + 1);
    for (const [ordinal, ticks] of ptsTicks.entries()) {
      const doubtful = !Number.isSafeInteger(ticks) || seen.get(ticks) !== 1;
      this.#doubtfulBefore[ordinal + 1] = this.#doubtfulBefore[ordinal]! + Number(doubtful);
    }
  }

  /** Whether all frames `[from, to]` are in the index and each has a timestamp of its own. */
  isCertain(from: number, to: number): boolean {
    return to < this.#length && this.#doubtfulBefore[to + 1] === this.#doubtfulBefore[from];
  }
}
