import { patchWhite } from './luma-patches.ts';

/** Rows and columns of the blocks that JPEG, MPEG-2 and MPEG-4 transform. */
const blockSize = 8;

/** Steps larger than this are edges of things, and count as if they were no larger. */
const largestStep = Math.round(0.08 * patchWhite);

/** Counts as a step that is there everywhere, half of one of 8 bits: in flat pictures the least steps would count for much. */
const commonStep = patchWhite / 510;

/** Measures how much larger the steps in one direction are at the borders of blocks than elsewhere. */
export class BlockSteps {
  /** Sums of steps by their place in a block; the first lead into it. */
  readonly #sums = new Int32Array(blockSize);
  #perPlace = 0;

  /** Forgets what was added. */
  reset(): void {
    this.#sums.fill(0);
    this.#perPlace = 0;
  }

  /**
   * Adds the absolute differences of neighbours along a line, as many as make whole blocks.
   *
   * @param position the place of the line's first sample in the coded picture.
   */
  add(steps: Int32Array, count: number, position: number): void {
    const used = count & -blockSize;
    this.#perPlace += used / blockSize;
    const sums = this.#sums;
    for (let i = 0; i < used; i++) {
      const excess = steps[i]! - largestStep;
      sums[(position + 1 + i) & (blockSize - 1)]! += largestStep + (excess & (excess >> 31));
    }
  }

  /** The mean step into a block relative to that within, less 1; `null` where nothing was added. */
  result(): number | null {
    if (this.#perPlace === 0) return null;
    const border = this.#sums[0]! / this.#perPlace;
    let within = 0;
    for (let place = 1; place < blockSize; place++) within += this.#sums[place]!;
    within /= this.#perPlace * (blockSize - 1);
    return (border - within) / (within + commonStep);
  }
}
