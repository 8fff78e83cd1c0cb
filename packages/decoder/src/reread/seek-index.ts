import type { FrameIndex } from '@framesieve/core';
import { isAscending } from './is-ascending.ts';

/** Finds frames by their timestamps; whatever is not certain it doesn't answer. */
export class SeekIndex {
  readonly #ptsTicks: Float64Array;
  readonly #keyFrames: Uint8Array;
  /** `null` where timestamps ascend, as they mostly do: then they are found by halving. */
  readonly #ordinals: ReadonlyMap<number, number | null> | null;

  constructor({ ptsTicks, keyFrames }: FrameIndex) {
    this.#ptsTicks = ptsTicks;
    this.#keyFrames = keyFrames;
    this.#ordinals = isAscending(ptsTicks) ? null : ordinalsByTime(ptsTicks);
  }

  /** The timestamp of a frame, in ticks. */
  ptsOf(ordinal: number): number {
    return this.#ptsTicks[ordinal]!;
  }

  /** Whether a decoded frame can be the one of an ordinal: an index of another file, or a damaged one, hardly agrees. */
  agrees(ordinal: number, ptsTicks: number | null, keyFrame: boolean): boolean {
    return this.#ptsTicks[ordinal] === ptsTicks && (this.#keyFrames[ordinal] === 1) === keyFrame;
  }

  /** The frame that has this timestamp; `null` when none has it, or several have. */
  ordinalOf(ptsTicks: number): number | null {
    if (this.#ordinals) return this.#ordinals.get(ptsTicks) ?? null;
    let start = 0;
    let end = this.#ptsTicks.length;
    while (start < end) {
      const middle = (start + end) >>> 1;
      if (this.#ptsTicks[middle]! < ptsTicks) start = middle + 1;
      else end = middle;
    }
    return this.#ptsTicks[start] === ptsTicks ? start : null;
  }
}

function ordinalsByTime(ptsTicks: Float64Array): ReadonlyMap<number, number | null> {
  const ordinals = new Map<number, number | null>();
  for (const [ordinal, pts] of ptsTicks.entries()) ordinals.set(pts, ordinals.has(pts) ? null : ordinal);
  return ordinals;
}
