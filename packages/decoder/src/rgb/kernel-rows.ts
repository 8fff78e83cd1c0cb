import type { Frame, Rectangle } from '@framesieve/core';
import { KernelChroma } from './kernel-chroma.ts';
import type { KernelRoom } from './kernel-room.ts';
import { PlaneBand } from './plane-band.ts';
import { type ChromaFormula, type RgbFormula, rgbFormula } from './rgb-formula.ts';
import type { RgbKernel } from './rgb-kernel.ts';

/** Makes rows of interleaved R, G, B in the memory of a kernel, of samples that are copied there. */
export interface KernelRows {
  /** What is to be written at `formulaAt`. */
  readonly numbers: readonly number[];
  /** Copies what rows [start, end) of the picture need. */
  load(start: number, end: number, memory: Uint8Array): void;
  /** Converts one of them. */
  convert(y: number, target: number): void;
}

/** What is converted: columns [x, x + width) of a frame, so many rows at a time. */
export interface KernelPart extends Pick<Rectangle, 'x' | 'width'> {
  readonly frame: Frame;
  readonly bitDepth: 8 | 16;
  readonly mostRows: number;
}

/** Prepares the conversion of rows, and takes the room that it needs. */
export function kernelRows(kernel: RgbKernel, part: KernelPart, room: KernelRoom): KernelRows {
  const formula = rgbFormula(part.frame.format, 2 ** part.bitDepth - 1);
  const { planes, chroma } = formula;
  return chroma
    ? mixedRows(kernel, part, formula, chroma, room)
    : planeRows(kernel, part, formula, planes!, room);
}

function planeRows(
  kernel: RgbKernel,
  { frame, bitDepth, x, width, mostRows }: KernelPart,
  { black, scale }: RgbFormula,
  planes: NonNullable<RgbFormula['planes']>,
  room: KernelRoom,
): KernelRows {
  const { bytesPerSample } = frame.format.pixelFormat;
  const bands = new Map(
    planes.map(plane => [plane, new PlaneBand(frame.layout.planes[plane]!, mostRows, room)]),
  );
  const [red, green, blue] = planes.map(plane => bands.get(plane)!) as [PlaneBand, PlaneBand, PlaneBand];
  const store = kernel[`planes${bytesPerSample === 1 ? 8 : 16}To${bitDepth}`];
  const left = x * bytesPerSample;
  return {
    numbers: [black, scale],
    load(start, end, memory) {
      for (const band of bands.values()) band.load(frame, start, end, memory);
    },
    convert(y, target) {
      store(red.rowAt(y) + left, green.rowAt(y) + left, blue.rowAt(y) + left, target, width);
    },
  };
}

function mixedRows(
  kernel: RgbKernel,
  { frame, bitDepth, x, width, mostRows }: KernelPart,
  { black, scale }: RgbFormula,
  formula: ChromaFormula,
  room: KernelRoom,
): KernelRows {
  const { bytesPerSample } = frame.format.pixelFormat;
  const luma = new PlaneBand(frame.layout.planes[0]!, mostRows, room);
  const chroma = new KernelChroma(kernel, frame, formula.zero, mostRows, room);
  const store = kernel[`yuv${bytesPerSample === 1 ? 8 : 16}To${bitDepth}`];
  const { redFromU, redFromV, greenFromU, greenFromV, blueFromU, blueFromV } = formula;
  const weights = [redFromU, redFromV, greenFromU, greenFromV, blueFromU, blueFromV];
  return {
    // A unit is a power of two, so that dividing by it rounds nothing.
    numbers: [black, scale, ...weights.map(weight => weight / chroma.unit)],
    load(start, end, memory) {
      luma.load(frame, start, end, memory);
      chroma.load(start, end, memory);
    },
    convert(y, target) {
      const [u, v] = chroma.row(y);
      store(luma.rowAt(y) + x * bytesPerSample, u + 4 * x, v + 4 * x, target, width);
    },
  };
}
