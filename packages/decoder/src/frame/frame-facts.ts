import type { FrameFacts } from '@framesieve/core';
import { DetailMeter } from './detail-meter.ts';
import { type MeasuredPicture, rgbWeights } from './luma-patches.ts';
import { LumaTable } from './luma-table.ts';
import { type PlaneSamples, planeSamples } from './plane-samples.ts';
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
    const { mean, deviation, difference, cells } = sumUp(grid, this.#previous);
    const facts = {
      meanLuma: mean,
      contrast: Math.min(0.5, deviation),
      change: this.#hasPrevious ? difference : null,
      perceptualHash: differenceHash(cells),
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
  const { width, height, pixelFormat } = format;
  const area = crop ?? { x: 0, y: 0, width, height };
  const planes = layout.planes.slice(0, pixelFormat.model === 'rgb' ? 3 : 1);
  const [first, second, third] = planes.map(plane => planeSamples(bytes, plane, pixelFormat));
  const columns = new Int32Array(gridWidth);
  for (let i = 0; i < gridWidth; i++) columns[i] = area.x + Math.floor(((i + 0.5) * area.width) / gridWidth);
  for (let row = 0; row < gridHeight; row++) {
    const start = (area.y + Math.floor(((row + 0.5) * area.height) / gridHeight)) * width;
    const out = row * gridWidth;
    if (second && third) sampleRgbRow(grid, out, first!, second, third, levels, start, columns);
    else sampleRow(grid, out, first!, levels, start, columns);
  }
}

function sampleRow(
  grid: Float32Array,
  out: number,
  plane: PlaneSamples,
  levels: Float32Array,
  start: number,
  columns: Int32Array,
): void {
  for (let column = 0; column < gridWidth; column++)
    grid[out + column] = levels[plane[start + columns[column]!]!]!;
}

function sampleRgbRow(
  grid: Float32Array,
  out: number,
  green: PlaneSamples,
  blue: PlaneSamples,
  red: PlaneSamples,
  levels: Float32Array,
  start: number,
  columns: Int32Array,
): void {
  for (let column = 0; column < gridWidth; column++) {
    const at = start + columns[column]!;
    grid[out + column] =
      rgbWeights[0] * levels[green[at]!]! +
      rgbWeights[1] * levels[blue[at]!]! +
      rgbWeights[2] * levels[red[at]!]!;
  }
}

interface GridSums {
  readonly mean: number;
  readonly deviation: number;
  /** Mean absolute difference to the other grid. */
  readonly difference: number;
  /** Sums of 9 × 8 cells. */
  readonly cells: Float64Array;
}

/** All in one pass: each sum waits for itself at every point, so that several take no longer than one. */
function sumUp(grid: Float32Array, other: Float32Array): GridSums {
  const cellWidth = gridWidth / hashColumns;
  const cellHeight = gridHeight / hashRows;
  const cells = new Float64Array(hashColumns * hashRows);
  let [sum, squares, differences] = [0, 0, 0];
  for (let row = 0, at = 0; row < gridHeight; row++) {
    const firstCell = Math.floor(row / cellHeight) * hashColumns;
    for (let column = 0; column < hashColumns; column++) {
      let cell = 0;
      for (const end = at + cellWidth; at < end; at++) {
        const luma = grid[at]!;
        cell += luma;
        sum += luma;
        squares += luma * luma;
        differences += Math.abs(luma - other[at]!);
      }
      cells[firstCell + column]! += cell;
    }
  }
  const mean = sum / gridSize;
  const deviation = Math.sqrt(Math.max(0, squares / gridSize - mean * mean));
  return { mean, deviation, difference: differences / gridSize, cells };
}

/** @param cells sums of 9 × 8 cells. */
function differenceHash(cells: Float64Array): bigint {
  // Two 32-bit halves: big integers are slow to build bit by bit.
  const halves = new Uint32Array(2);
  for (let bit = 0; bit < 64; bit++) {
    const cell = (bit >> 3) * hashColumns + (bit & 7);
    if (cells[cell]! > cells[cell + 1]!) halves[bit >> 5]! |= 1 << (bit & 31);
  }
  return (BigInt(halves[1]!) << 32n) | BigInt(halves[0]!);
}
