import { type DetailKernel, type LineSums, patchSize, patchWhite } from './detail-kernel.ts';

/** Rows and columns of a block of a coded picture, and of a cell that noise is measured in. */
const blockSize = 8;

/** Every third row and column is looked along. */
const lineStep = 3;

// As in assembly/detail.ts: differences that make an edge, and the largest that a step counts with.
const leastEdge = 51;
const largestStep = 328;

/** The same as the kernel in WebAssembly, to the last number, for machines where that has no SIMD; several times as slow. */
export function plainDetail(): DetailKernel {
  const samples = new Int16Array(patchSize * patchSize);
  const codes = new DataView(new ArrayBuffer(samples.length));
  const levels = new Int16Array(256);
  const across = emptySums();
  const down = emptySums();
  return {
    samples,
    codes,
    levels,
    across,
    down,
    expandCodes() {
      for (let i = 0; i < samples.length; i++) samples[i] = levels[codes.getUint8(i)]!;
    },
    noiseOfCell: (row, column) => noiseOfCell(samples, row * patchSize + column),
    addLines(width, height, x, y) {
      for (let row = 0; row < height; row += lineStep)
        addLine(samples, { start: row * patchSize, step: 1, count: width, position: x }, across);
      for (let column = 0; column < width; column += lineStep)
        addLine(samples, { start: column, step: patchSize, count: height, position: y }, down);
    },
  };
}

function emptySums(): LineSums {
  const length = patchWhite + 1;
  return { edges: new Int32Array(length), fine: new Int32Array(length), blocks: new Int32Array(blockSize) };
}

function noiseOfCell(samples: Int16Array, start: number): number {
  let sum = 0;
  for (let row = 0; row < blockSize; row++) {
    for (let at = start + row * patchSize, end = at + blockSize; at < end; at++) {
      const level = samples[at]!;
      if (level <= 0 || level >= patchWhite) return -1;
      const bends = bendAcross(samples, at - patchSize) + bendAcross(samples, at + patchSize);
      sum += Math.abs(bends - 2 * bendAcross(samples, at));
    }
  }
  return sum;
}

/** Second difference of a sample and those beside it. */
function bendAcross(samples: Int16Array, at: number): number {
  return samples[at - 1]! - 2 * samples[at]! + samples[at + 1]!;
}

interface Line {
  readonly start: number;
  /** From one sample to the next. */
  readonly step: number;
  readonly count: number;
  /** Of the first sample, in the coded picture. */
  readonly position: number;
}

function addLine(
  samples: Int16Array,
  { start, step, count, position }: Line,
  { edges, fine, blocks }: LineSums,
): void {
  const at = (i: number) => samples[start + i * step]!;
  const stepAt = (i: number) => Math.abs(at(i + 1) - at(i));
  const used = count - 1 - ((count - 1) % blockSize);
  for (let i = 0; i < used; i++) blocks[(position + 1 + i) % blockSize]! += Math.min(largestStep, stepAt(i));
  for (let i = 0; i + blockSize < count; i += 2) {
    const coarse = Math.abs(at(i + blockSize) - at(i));
    if (coarse < leastEdge) continue;
    let greatest = 0;
    for (let k = i; k < i + blockSize; k++) greatest = Math.max(greatest, stepAt(k));
    edges[coarse]! += 1;
    fine[coarse]! += greatest;
  }
}
