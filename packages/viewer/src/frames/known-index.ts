import type { FrameIndex, Store } from '@framesieve/core';

/** Frames that are read at a time. */
const pageFrames = 2000;
/** The end of what is known is left out: what is decoded behind a frame may reach beyond it. */
const margin = 64;

/** The index by which frames of a decode are sought, as far as it is known while a run goes on. */
export class KnownIndex {
  readonly #store: Store;
  readonly #decodeId: number;
  #complete: FrameIndex | null = null;
  /** What is known of one that is not complete. */
  #begun: FrameIndex | null = null;
  readonly #ptsTicks: number[] = [];
  readonly #keyFrames: number[] = [];

  constructor(store: Store, decodeId: number) {
    this.#store = store;
    this.#decodeId = decodeId;
  }

  /** The index, if it reaches beyond an ordinal; else `undefined`: then frames are found by decoding from the start. */
  async reaching(ordinal: number): Promise<FrameIndex | undefined> {
    this.#complete ??= await this.#store.frameIndex(this.#decodeId);
    if (this.#complete) return this.#complete;
    while (this.#ptsTicks.length <= ordinal + margin) if (!(await this.#readPage())) break;
    if (this.#ptsTicks.length <= ordinal) return undefined;
    if (this.#begun?.ptsTicks.length !== this.#ptsTicks.length)
      this.#begun = {
        ptsTicks: Float64Array.from(this.#ptsTicks),
        keyFrames: Uint8Array.from(this.#keyFrames),
      };
    return this.#begun;
  }

  /** @returns whether there may be more. */
  async #readPage(): Promise<boolean> {
    const start = this.#ptsTicks.length;
    const ordinals = Array.from({ length: pageFrames }, (_, i) => start + i);
    const frames = await this.#store.frames(this.#decodeId, ordinals);
    for (const { ordinal, ptsTicks, keyFrame } of frames) {
      // Of a sparse run nothing is known of the frames between.
      if (ordinal !== this.#ptsTicks.length) return false;
      this.#ptsTicks.push(ptsTicks);
      this.#keyFrames.push(keyFrame ? 1 : 0);
    }
    return frames.length === pageFrames;
  }
}
