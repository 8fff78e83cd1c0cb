import { type Frame, invalidArgument, type RgbConverter, type RgbImage } from '@framesieve/core';
import { placement } from './placement.ts';
import { rgbRows } from './rgb-rows.ts';
import { squarePixels } from './square-pixels.ts';

/**
 * Makes an upright RGB picture with square pixels from a frame of any pixel format.
 *
 * The formula is that of ITU-T H.273 for the frame's matrix and range, computed in floating point, rounded once and
 * clipped. Colour tags that are missing are filled in: BT.709 from 1280 × 720 on (wide or high enough), BT.601 below;
 * limited range for YUV, full range for grey and RGB. Chroma is interpolated linearly from where its samples lie, by
 * default beside every other luma sample (`left`). Transfer and primaries are left as they are, and alpha is left out.
 * Pictures whose pixels are not square are stretched, never shrunk, along one axis with Catmull-Rom interpolation.
 *
 * @throws FrameSieveError when the frame's lease has ended, or for another bit depth than 8 and 16.
 */
export const frameToRgb: RgbConverter = (frame, { bitDepth = 8 } = {}) => {
  if (bitDepth !== 8 && bitDepth !== 16) throw invalidArgument('bitDepth', '8 or 16', bitDepth);
  return squarePixels(convert(frame, bitDepth), frame.format);
};

function convert(frame: Frame, bitDepth: 8 | 16): RgbImage {
  const { width, height } = frame.format;
  const place = placement(width, height, frame.format);
  const rows = rgbRows(frame, 2 ** bitDepth - 1);
  const row = new Float64Array(width * 3);
  const step = place.stepX * 3;
  const size = { width: place.width, height: place.height };
  if (bitDepth === 16) {
    const data = new Uint16Array(width * height * 3);
    for (let y = 0; y < height; y++) {
      rows(y, row);
      store16(row, data, (place.origin + y * place.stepY) * 3, step);
    }
    return { ...size, data };
  }
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    rows(y, row);
    store8(row, data, (place.origin + y * place.stepY) * 3, step);
  }
  return { ...size, data };
}

function store8(row: Float64Array, data: Uint8Array, start: number, step: number): void {
  for (let from = 0, to = start; from < row.length; from += 3, to += step) {
    data[to] = round8(row[from]!);
    data[to + 1] = round8(row[from + 1]!);
    data[to + 2] = round8(row[from + 2]!);
  }
}

/** Truncation rounds all that is not clipped, and is several times as fast as Math.round. */
function round8(value: number): number {
  const rounded = (value + 0.5) | 0;
  return rounded < 0 ? 0 : Math.min(rounded, 255);
}

function store16(row: Float64Array, data: Uint16Array, start: number, step: number): void {
  for (let from = 0, to = start; from < row.length; from += 3, to += step) {
    data[to] = round16(row[from]!);
    data[to + 1] = round16(row[from + 1]!);
    data[to + 2] = round16(row[from + 2]!);
  }
}

function round16(value: number): number {
  const rounded = (value + 0.5) | 0;
  return rounded < 0 ? 0 : Math.min(rounded, 65535);
}
