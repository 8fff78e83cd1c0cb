import type { FrameIndex } from '@framesieve/core';

/** Finds frames by their timestamps; whatever is not certain it doesn't answer. */
export class SeekIndex {
  readonly #ptsTicks: Float64Array;
  readonly #keyFrames: Uint8Array;
  readonly #ordinals = new Map<number, number | null>();

  constructor({ ptsTicks, keyFrames }: FrameIndex) {
    this.#ptsTicks = ptsTicks;
    this.#keyFrames = keyFrames;
    for (const [ordinal, pts] of ptsTicks.entries()) {
      this.#ordinals.set(pts, this.#ordinals.has(pts) ? null : ordinal);
    }
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
    return this.#ordinals.get(ptsTicks) ?? null;
  }
}
