import { type LineSums, patchWhite } from './detail-kernel.ts';

/** Rows and columns of the blocks that JPEG, MPEG-2 and MPEG-4 transform. */
const blockSize = 8;

/** Counts as a step that is there everywhere, half of one of 8 bits: in flat pictures the least steps would count for much. */
const commonStep = patchWhite / 510;

/** Measures how much larger the steps in one direction are at the borders of blocks than elsewhere. */
export class BlockSteps {
  readonly #sums: LineSums['blocks'];
  #perPlace = 0;

  /** @param sums what the kernel adds to. Steps larger than 0.08 are edges of things, and count as if they were no larger. */
  constructor(sums: LineSums) {
    this.#sums = sums.blocks;
  }

  /** Forgets what was added. */
  reset(): void {
    this.#sums.fill(0);
    this.#perPlace = 0;
  }

  /** Counts lines of so many steps, as many of which as make whole blocks the kernel has added. */
  count(lines: number, steps: number): void {
    this.#perPlace += lines * Math.floor(steps / blockSize);
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
