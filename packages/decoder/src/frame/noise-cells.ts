import { detailKernel, patchSize, patchWhite } from './detail-kernel.ts';
import type { LumaPatch } from './luma-patches.ts';

/** Rows and columns of a cell. */
const cellSize = 8;
const cellsPerPatch = Math.floor((patchSize - 2) / cellSize) ** 2;

/** The share of cells that have less in them than the one that is taken. */
const quantile = 0.2;

/** From the sum of absolute responses over a cell to the standard deviation of normal noise, white being 1. */
const unit = Math.sqrt(Math.PI / 2) / (6 * cellSize * cellSize * patchWhite);

/**
 * Measures noise by the mask of J. Immerkær ("Fast noise variance estimation", Computer Vision and Image Understanding
 * 64(2), 1996), the difference of two Laplacians, which edges and slopes hardly answer to. It is taken in small cells, and of
 * these the one that a fifth has less in than: most pictures have that many without fine detail. Cells that touch black or
 * white are left out, because nothing can be seen of the noise there.
 */
export class NoiseCells {
  #sums = new Int32Array(16 * 9 * cellsPerPatch);
  #count = 0;
  readonly #kernel = detailKernel();

  /** Forgets what was added. */
  reset(): void {
    this.#count = 0;
  }

  /** Adds the cells of a patch, whose samples are in the kernel. */
  add({ width, height }: LumaPatch): void {
    for (let row = 1; row + cellSize < height; row += cellSize) {
      for (let column = 1; column + cellSize < width; column += cellSize) {
        const sum = this.#kernel.noiseOfCell(row, column);
        if (sum >= 0) this.#sums[this.#count++] = sum;
      }
    }
  }

  /** The standard deviation of noise, 0 … 0.5; 0 where no cell could be measured. */
  result(): number {
    if (this.#count === 0) return 0;
    const sums = this.#sums.subarray(0, this.#count).sort();
    return Math.min(0.5, sums[Math.floor(quantile * this.#count)]! * unit);
  }
}
