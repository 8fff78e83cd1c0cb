import type { FrameIndex } from '@framesieve/core';
import { isAscending } from './is-ascending.ts';

/** Tells where frames can be recognised by their timestamps alone. */
export class CertainStretches {
  readonly #length: number;
  /** How many of the frames before each one, and of all, can't be recognised. */
  readonly #doubtfulBefore: Uint32Array;

  /** @param index a timestamp that is not a whole number, or that several frames have, recognises none. */
  constructor({ ptsTicks }: Pick<FrameIndex, 'ptsTicks'>) {
    this.#length = ptsTicks.length;
    this.#doubtfulBefore = new Uint32Array(ptsTicks.length + 1);
    const isShared = sharedBy(ptsTicks);
    for (let ordinal = 0; ordinal < ptsTicks.length; ordinal++) {
      const ticks = ptsTicks[ordinal]!;
      const doubtful = !Number.isSafeInteger(ticks) || isShared(ticks);
      this.#doubtfulBefore[ordinal + 1] = this.#doubtfulBefore[ordinal]! + Number(doubtful);
    }
  }

  /** Whether all frames `[from, to]` are in the index and each has a timestamp of its own. */
  isCertain(from: number, to: number): boolean {
    return to < this.#length && this.#doubtfulBefore[to + 1] === this.#doubtfulBefore[from];
  }
}

/** Tells whether several frames have a timestamp; of those that ascend, as most do, none has to be remembered. */
function sharedBy(ptsTicks: Float64Array): (ticks: number) => boolean {
  if (isAscending(ptsTicks)) return () => false;
  const seen = new Map<number, number>();
  for (const ticks of ptsTicks) seen.set(ticks, (seen.get(ticks) ?? 0) + 1);
  return ticks => seen.get(ticks) !== 1;
}
