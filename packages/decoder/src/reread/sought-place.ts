import type { SeekPoint } from './plan-reread.ts';
import type { SeekIndex } from './seek-index.ts';

/** How {@link SoughtPlace} follows frames. */
export interface SoughtPlaceOptions {
  /**
   * Which frame must come behind another one, where decoding is known to begin at the key frame and some frames are left out.
   * Absent: what comes before the key frame is passed over, and behind it every frame must come.
   */
  next?(ordinal: number): number;
}

/**
 * Follows the frames that come out of a decoder behind a seek, and says which ones they are: by their timestamps, where
 * every one of them is the one that must come there.
 */
export class SoughtPlace {
  readonly #index: SeekIndex;
  readonly #point: SeekPoint;
  readonly #next: (ordinal: number) => number;
  /** The frame that came last; `null` until it is certain which one is there. */
  #position: number | null;
  #lost = false;

  constructor(index: SeekIndex, point: SeekPoint, { next }: SoughtPlaceOptions = {}) {
    this.#index = index;
    this.#point = point;
    this.#next = next ?? (ordinal => ordinal + 1);
    this.#position = next ? point.start - 1 : null;
  }

  /** Whether a frame is known, and none has been unexpected since. */
  get isCertain(): boolean {
    return this.#position !== null && !this.#lost;
  }

  /** From here on nothing is certain, e.g. since damage was met. */
  lose(): void {
    this.#lost = true;
  }

  /**
   * Takes the next frame.
   *
   * @param ptsTicks its timestamp; `null` for none.
   * @returns its ordinal; `before` while the key frame has not come; `lost` from the first frame on that can't be the one
   *   that must come, as where the index is of another file.
   */
  step(ptsTicks: number | null, keyFrame: boolean): number | 'before' | 'lost' {
    if (this.#lost) return 'lost';
    const { start, latest } = this.#point;
    const found = ptsTicks === null ? null : this.#index.ordinalOf(ptsTicks);
    if (this.#position === null) {
      // Frames before the key frame may lack what they refer to.
      if (found === null || (found !== start && found < latest)) return 'before';
      this.#lost = found > latest;
    } else this.#lost = found !== this.#next(this.#position);
    this.#lost ||= found === null || !this.#index.agrees(found, ptsTicks, keyFrame);
    if (found === null || this.#lost) return 'lost';
    this.#position = found;
    return found;
  }
}
