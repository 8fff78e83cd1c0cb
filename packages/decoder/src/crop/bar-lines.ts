import type { FrameLayout, PictureFormat, PlaneLayout } from '@framesieve/core';
import { type PlaneSamples, planeSamples } from '../frame/plane-samples.ts';

/** Rows, numbered from the top, or columns, numbered from the left. */
export type Direction = 'rows' | 'columns';

/** The samples of one frame, read line by line in either direction. Values are in code values of 8 bits. */
export interface Lines {
  readonly count: number;
  /** Samples that are looked at in a line: of large pictures, one of `step`. */
  readonly length: number;
  readonly step: number;
  /** Brightness of sample `along` of line `line`: luma, or the greatest of R, G and B. */
  brightness(line: number, along: number): number;
  /** Greatest distance of a line's chroma from grey, and the distance of its mean; 0 where there is no colour. */
  chroma(line: number): { readonly peak: number; readonly mean: number };
}

/** Enough samples of a line to see what is in it: the narrowest stroke of a letter is wider than their distance. */
const enough = 960;

/** Looks at a frame's planes as rows or columns. */
export function linesOf(direction: Direction, { bytes, layout, format }: LinedFrame): Lines {
  const { pixelFormat, width, height } = format;
  const unit = 2 ** (8 - pixelFormat.bitDepth);
  const rows = direction === 'rows';
  const planes = layout.planes
    .slice(0, pixelFormat.model === 'gray' ? 1 : 3)
    .map(plane => lineReader(planeSamples(bytes, plane, pixelFormat), plane, rows, unit));
  const [count, whole] = rows ? [height, width] : [width, height];
  const step = stepOf(whole);
  const size = { count, step, length: Math.floor(whole / step) };
  const [first, second, third] = planes;
  if (pixelFormat.model === 'rgb') {
    const brightness = (line: number, along: number) =>
      Math.max(first!.at(line, along), second!.at(line, along), third!.at(line, along));
    // What is bright in no channel has no colour either.
    return { ...size, brightness, chroma: () => ({ peak: 0, mean: 0 }) };
  }
  const shift = rows ? pixelFormat.log2ChromaHeight : pixelFormat.log2ChromaWidth;
  const chroma = (line: number) => {
    const [u, v] = [second, third].map(plane => (plane ? fromGrey(plane, line >> shift) : noChroma));
    return { peak: Math.max(u!.peak, v!.peak), mean: Math.max(u!.mean, v!.mean) };
  };
  return { ...size, brightness: first!.at, chroma };
}

/** What is needed of a frame. */
export interface LinedFrame {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly layout: FrameLayout;
  readonly format: PictureFormat;
}

interface LineReader {
  readonly length: number;
  at(line: number, along: number): number;
}

const noChroma = { peak: 0, mean: 0 };

function lineReader(samples: PlaneSamples, plane: PlaneLayout, rows: boolean, unit: number): LineReader {
  const { width, height } = plane;
  if (rows) {
    const step = stepOf(width);
    const at = (line: number, along: number) => samples[line * width + along * step]! * unit;
    return { length: Math.floor(width / step), at };
  }
  const step = stepOf(height);
  const at = (line: number, along: number) => samples[along * step * width + line]! * unit;
  return { length: Math.floor(height / step), at };
}

function stepOf(length: number): number {
  return Math.max(1, Math.floor(length / enough));
}

function fromGrey(
  { length, at }: LineReader,
  line: number,
): { readonly peak: number; readonly mean: number } {
  let peak = 0;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const distance = at(line, i) - 128;
    peak = Math.max(peak, Math.abs(distance));
    sum += distance;
  }
  return { peak, mean: Math.abs(sum / length) };
}
