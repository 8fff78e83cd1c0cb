import type { FrameIndex } from '@framesieve/core';

/** Where to begin decoding for a frame. */
export interface SeekPoint {
  /** Key frame to begin at. */
  readonly start: number;
  /** Key frame by which decoding must be under way, so that all references of the wanted frame are there. */
  readonly latest: number;
}

/** Finds frames by their timestamps, and key frames to begin at; whatever is not certain it doesn't answer. */
export class SeekIndex {
  readonly #ptsTicks: Float64Array;
  readonly #keyFrames: Uint8Array;
  readonly #keys: readonly number[];
  readonly #ordinals = new Map<number, number | null>();

  constructor({ ptsTicks, keyFrames }: FrameIndex) {
    this.#ptsTicks = ptsTicks;
    this.#keyFrames = keyFrames;
    this.#keys = [...keyFrames.keys()].filter(ordinal => keyFrames[ordinal] === 1);
    for (const [ordinal, pts] of ptsTicks.entries()) {
      this.#ordinals.set(pts, this.#ordinals.has(pts) ? null : ordinal);
    }
  }

  /** Number of frames of the whole stream. */
  get length(): number {
    return this.#ptsTicks.length;
  }

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

  /**
   * Where to begin for a frame: one key frame before the last one, because pictures shown after a key frame of an open
   * group may refer to the group before. `null` means at the start of the stream.
   */
  pointFor(ordinal: number): SeekPoint | null {
    const after = this.#keys.findIndex(key => key > ordinal);
    const count = after < 0 ? this.#keys.length : after;
    const start = this.#keys[count - 2];
    if (start === undefined || this.ordinalOf(this.ptsOf(start)) === null) return null;
    return { start, latest: this.#keys[count - 1]! };
  }
}
