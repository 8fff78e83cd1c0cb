import { readFileSync } from 'node:fs';
import { plainDetail } from './plain-detail.ts';
import { wasm } from './web-assembly.ts';

/** Rows and columns of a patch in a picture that is large enough. */
export const patchSize = 24;

/** White in the samples of a patch; black is 0. */
export const patchWhite = 4096;

/** Rows and columns of a block of a coded picture. */
const blockSize = 8;

interface DetailExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly samplesAt: { readonly value: number };
  readonly acrossAt: { readonly value: number };
  readonly downAt: { readonly value: number };
  readonly codesAt: { readonly value: number };
  readonly levelsAt: { readonly value: number };
  expandCodes(): void;
  noiseOfCell(row: number, column: number): number;
  addLines(width: number, height: number, x: number, y: number): void;
}

/** What lines in one direction add up to. */
export interface LineSums {
  /** Places by the absolute difference of samples that lie eight apart: how many; what differs too little to be an edge may be left out. */
  readonly edges: Int32Array;
  /** And the sums of the greatest differences of neighbours along these eight steps. */
  readonly fine: Int32Array;
  /** Sums of the absolute differences of neighbours by their place in a block of the coded picture; the first lead into it. */
  readonly blocks: Int32Array;
}

/** What is measured on patches sample by sample. */
export interface DetailKernel {
  /** The patch: luma 0 … `patchWhite`; row `r` starts at `r * patchSize`. */
  readonly samples: Int16Array;
  /** Codes of 8 bits of a whole patch, without gaps. */
  readonly codes: DataView;
  /** The levels that they stand for. */
  readonly levels: Int16Array;
  /** Turns `codes` into `samples`. */
  expandCodes(): void;
  readonly across: LineSums;
  readonly down: LineSums;
  /** Sum of the absolute responses to Immerkær's mask over 8 × 8 samples; -1 if one is black or white. */
  noiseOfCell(row: number, column: number): number;
  /**
   * Adds the lines along every third row and column of a patch to the sums.
   *
   * @param x the place of its first sample in the coded picture.
   */
  addLines(width: number, height: number, x: number, y: number): void;
}

let kernel: DetailKernel | null = null;

/** The kernel of this thread: there is one, whose sums are those of the picture that is being measured. */
export function detailKernel(): DetailKernel {
  kernel ??= wasmDetail() ?? plainDetail();
  return kernel;
}

/** The kernel in WebAssembly; `null` where that has no SIMD. */
export function wasmDetail(): DetailKernel | null {
  const code = readFileSync(new URL('../../wasm/detail.wasm', import.meta.url));
  if (!wasm.validate(code)) return null;
  const exports = new wasm.Instance(new wasm.Module(code)).exports as DetailExports;
  const { memory, samplesAt, acrossAt, downAt, noiseOfCell, addLines, codesAt, levelsAt, expandCodes } =
    exports;
  const sumsAt = (address: number): LineSums => {
    const [length, bytes] = [patchWhite + 1, 4 * (patchWhite + 1)];
    return {
      edges: new Int32Array(memory.buffer, address, length),
      fine: new Int32Array(memory.buffer, address + bytes, length),
      blocks: new Int32Array(memory.buffer, address + 2 * bytes, blockSize),
    };
  };
  return {
    samples: new Int16Array(memory.buffer, samplesAt.value, patchSize * patchSize),
    codes: new DataView(memory.buffer, codesAt.value, patchSize * patchSize),
    levels: new Int16Array(memory.buffer, levelsAt.value, 256),
    expandCodes,
    ...{ across: sumsAt(acrossAt.value), down: sumsAt(downAt.value), noiseOfCell, addLines },
  };
}
