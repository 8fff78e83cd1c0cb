import {
  type Frame,
  invalidArgument,
  isHighDynamicRange,
  type Rectangle,
  type RgbConverter,
  type RgbImage,
  type RgbOptions,
} from '@framesieve/core';
import { areaOf } from './area.ts';
import { placement } from './placement.ts';
import { type RgbRows, rgbRows } from './rgb-rows.ts';
import { squarePixels } from './square-pixels.ts';
import { toneMapper } from './tone-map.ts';

/**
 * Makes an upright RGB picture with square pixels from a frame of any pixel format.
 *
 * The formula is that of ITU-T H.273 for the frame's matrix and range, computed in floating point, rounded once and
 * clipped. Colour tags that are missing are filled in: BT.709 from 1280 × 720 on (wide or high enough), BT.601 below;
 * limited range for YUV, full range for grey and RGB. Chroma is interpolated linearly from where its samples lie, by
 * default beside every other luma sample (`left`). Alpha is left out.
 * Transfer and primaries are left as they are, unless the frame's rendering asks for a tone map and the frame is PQ or HLG.
 *
 * Black bars are cut off the coded picture before anything else, so that the active area is exactly that part of the whole
 * picture; where its pixels are not square, it is stretched by itself. Pictures whose pixels are not square are stretched,
 * never shrunk, along one axis with Catmull-Rom interpolation.
 *
 * @throws FrameSieveError when the frame's lease has ended, for another bit depth than 8 and 16, or for an area that is
 *   not within the picture.
 */
export const frameToRgb: RgbConverter = (frame, { bitDepth = 8, area = 'active' } = {}) => {
  if (bitDepth !== 8 && bitDepth !== 16) throw invalidArgument('bitDepth', '8 or 16', bitDepth);
  return squarePixels(convert(frame, bitDepth, area), frame.format);
};

function convert(frame: Frame, bitDepth: 8 | 16, kind: NonNullable<RgbOptions['area']>): RgbImage {
  const area = areaOf(frame, kind);
  const { width, height } = area;
  const place = placement(width, height, frame.format);
  const rows = mappedRows(frame, 2 ** bitDepth - 1, area);
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

/** Rows after the tone map, where there is one to do. */
function mappedRows(frame: Frame, maximum: number, area: Rectangle): RgbRows {
  const { color } = frame.format;
  if (frame.rendering.toneMap === null || !isHighDynamicRange(color)) return rgbRows(frame, maximum, area);
  const rows = rgbRows(frame, 1, area);
  const map = toneMapper(color);
  return (y, row) => {
    rows(y, row);
    map(row, maximum);
  };
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
