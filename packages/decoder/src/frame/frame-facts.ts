import type { FrameFacts } from '@framesieve/core';
import { DetailMeter } from './detail-meter.ts';
import { type MeasuredPicture, rgbWeights } from './luma-patches.ts';
import { LumaTable } from './luma-table.ts';
import { planeSamples } from './plane-samples.ts';
import { ToneShares } from './tone-shares.ts';

const hashColumns = 9;
const hashRows = 8;
const gridWidth = hashColumns * 28;
const gridHeight = hashRows * 18;
const gridSize = gridWidth * gridHeight;

/**
 * Measures the facts of frames in output order. Luma is taken at the points of a 252 × 144 grid spread evenly over the
 * picture (the part inside black bars), whatever its size, and expanded to 0 … 1; it comes from the Y plane, or from R, G
 * and B with BT.709 weights. The hash compares the means of 9 × 8 cells: bit 8·row + column is set where a cell is
 * brighter than its right neighbour. Shadows, highlights and dominance are shares of the same points; what needs fine detail
 * is measured at full resolution, in small parts of the picture.
 */
export class FactsMeter {
  #current = new Float32Array(gridSize);
  #previous = new Float32Array(gridSize);
  #hasPrevious = false;
  readonly #table = new LumaTable(1, (length, level) =>
    Float32Array.from({ length }, (_, code) => level(code)),
  );
  readonly #detail = new DetailMeter();
  readonly #tones = new ToneShares();

  /** Forgets the previous frame, so that the next has no `change`. */
  reset(): void {
    this.#hasPrevious = false;
  }

  /** Measures one frame; `change` is against the frame measured or looked at before. */
  measure(picture: MeasuredPicture): FrameFacts {
    const grid = this.#current;
    sampleLuma(grid, picture, this.#table.for(picture.format));
    const { mean, deviation } = moments(grid);
    const facts = {
      meanLuma: mean,
      contrast: Math.min(0.5, deviation),
      change: this.#hasPrevious ? meanDifference(grid, this.#previous) : null,
      perceptualHash: differenceHash(grid),
      ...this.#detail.measure(picture),
      ...this.#tones.measure(grid),
    };
    this.#keep();
    return facts;
  }

  /** Looks at a frame only so far that the next one can be compared with it. */
  look(picture: MeasuredPicture): void {
    sampleLuma(this.#current, picture, this.#table.for(picture.format));
    this.#keep();
  }

  #keep(): void {
    [this.#current, this.#previous] = [this.#previous, this.#current];
    this.#hasPrevious = true;
  }
}

function sampleLuma(
  grid: Float32Array,
  { bytes, layout, format, crop }: MeasuredPicture,
  levels: Float32Array,
): void {
  const { width, pixelFormat } = format;
  const area = crop ?? { x: 0, y: 0, width, height: format.height };
  const planes = layout.planes.slice(0, pixelFormat.model === 'rgb' ? 3 : 1);
  const [first, second, third] = planes.map(plane => planeSamples(bytes, plane, pixelFormat));
  const columns = Int32Array.from(
    { length: gridWidth },
    (_, i) => area.x + Math.floor(((i + 0.5) * area.width) / gridWidth),
  );
  for (let row = 0, out = 0; row < gridHeight; row++) {
    const start = (area.y + Math.floor(((row + 0.5) * area.height) / gridHeight)) * width;
    for (let column = 0; column < gridWidth; column++, out++) {
      const at = start + columns[column]!;
      grid[out] =
        second && third
          ? rgbWeights[0] * levels[first![at]!]! +
            rgbWeights[1] * levels[second[at]!]! +
            rgbWeights[2] * levels[third[at]!]!
          : levels[first![at]!]!;
    }
  }
}

function moments(grid: Float32Array): { readonly mean: number; readonly deviation: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < gridSize; i++) {
    const luma = grid[i]!;
    sum += luma;
    squares += luma * luma;
  }
  const mean = sum / gridSize;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / gridSize - mean * mean)) };
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < gridSize; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / gridSize;
}

function differenceHash(grid: Float32Array): bigint {
  const cellWidth = gridWidth / hashColumns;
  const cellHeight = gridHeight / hashRows;
  const cells = new Float64Array(hashColumns * hashRows);
  for (let row = 0, at = 0; row < gridHeight; row++) {
    const firstCell = Math.floor(row / cellHeight) * hashColumns;
    for (let column = 0; column < hashColumns; column++) {
      let sum = 0;
      for (let x = 0; x < cellWidth; x++, at++) sum += grid[at]!;
      cells[firstCell + column]! += sum;
    }
  }
  // Two 32-bit halves: big integers are slow to build bit by bit.
  const halves = new Uint32Array(2);
  for (let bit = 0; bit < 64; bit++) {
    const cell = (bit >> 3) * hashColumns + (bit & 7);
    if (cells[cell]! > cells[cell + 1]!) halves[bit >> 5]! |= 1 << (bit & 31);
  }
  return (BigInt(halves[1]!) << 32n) | BigInt(halves[0]!);
}
