import type { FrameFacts, FrameLayout, PictureFormat, Rectangle } from '@framesieve/core';
import { codeRange } from './code-range.ts';
import { planeSamples } from './plane-samples.ts';

const hashColumns = 9;
const hashRows = 8;
const gridWidth = hashColumns * 28;
const gridHeight = hashRows * 18;
const gridSize = gridWidth * gridHeight;

/** BT.709 luma weights of G, B and R, the order of the planes, for pictures that are stored as RGB. */
const rgbWeights = [0.7152, 0.0722, 0.2126] as const;

/** What facts are measured on. */
export interface MeasuredPicture {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly layout: FrameLayout;
  readonly format: PictureFormat;
  /** The part inside constant black bars, within the picture; `null` for all of it. */
  readonly crop: Rectangle | null;
}

/**
 * Measures the facts of frames in output order. Luma is taken at the points of a 252 × 144 grid spread evenly over the
 * picture (the part inside black bars), whatever its size, and expanded to 0 … 1; it comes from the Y plane, or from R, G
 * and B with BT.709 weights. The hash compares the means of 9 × 8 cells: bit 8·row + column is set where a cell is
 * brighter than its right neighbour.
 */
export class FactsMeter {
  #current = new Float32Array(gridSize);
  #previous = new Float32Array(gridSize);
  #hasPrevious = false;

  /** Forgets the previous frame, so that the next has no `change`. */
  reset(): void {
    this.#hasPrevious = false;
  }

  /** Measures one frame; `change` is against the frame measured or looked at before. */
  measure(picture: MeasuredPicture): FrameFacts {
    const grid = this.#current;
    sampleLuma(grid, picture);
    const { mean, deviation } = moments(grid);
    const facts = {
      meanLuma: mean,
      contrast: Math.min(0.5, deviation),
      change: this.#hasPrevious ? meanDifference(grid, this.#previous) : null,
      perceptualHash: differenceHash(grid),
    };
    this.#keep();
    return facts;
  }

  /** Looks at a frame only so far that the next one can be compared with it. */
  look(picture: MeasuredPicture): void {
    sampleLuma(this.#current, picture);
    this.#keep();
  }

  #keep(): void {
    [this.#current, this.#previous] = [this.#previous, this.#current];
    this.#hasPrevious = true;
  }
}

function sampleLuma(grid: Float32Array, { bytes, layout, format, crop }: MeasuredPicture): void {
  const { width, pixelFormat } = format;
  const area = crop ?? { x: 0, y: 0, width, height: format.height };
  const { black, white } = codeRange(format);
  const planes = layout.planes.slice(0, pixelFormat.model === 'rgb' ? 3 : 1);
  const sources = planes.map(plane => planeSamples(bytes, plane, pixelFormat));
  const columns = Int32Array.from(
    { length: gridWidth },
    (_, i) => area.x + Math.floor(((i + 0.5) * area.width) / gridWidth),
  );
  const scale = 1 / (white - black);
  const [first, second, third] = sources;
  for (let row = 0, out = 0; row < gridHeight; row++) {
    const start = (area.y + Math.floor(((row + 0.5) * area.height) / gridHeight)) * width;
    for (let column = 0; column < gridWidth; column++, out++) {
      const at = start + columns[column]!;
      const code =
        second && third
          ? rgbWeights[0] * first![at]! + rgbWeights[1] * second[at]! + rgbWeights[2] * third[at]!
          : first![at]!;
      const luma = (code - black) * scale;
      grid[out] = luma < 0 ? 0 : Math.min(luma, 1);
    }
  }
}

function moments(grid: Float32Array): { readonly mean: number; readonly deviation: number } {
  let sum = 0;
  for (let i = 0; i < gridSize; i++) sum += grid[i]!;
  const mean = sum / gridSize;
  let squares = 0;
  for (let i = 0; i < gridSize; i++) squares += (grid[i]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / gridSize) };
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
