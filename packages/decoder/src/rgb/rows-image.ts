import { type Frame, isHighDynamicRange, type Rectangle, type RgbImage } from '@framesieve/core';
import { placement } from './placement.ts';
import { type RgbRows, rgbRows } from './rgb-rows.ts';
import { toneMapper } from './tone-map.ts';

/** Whether a frame's tones are mapped. */
export function mapsTones({ format, rendering }: Pick<Frame, 'format' | 'rendering'>): boolean {
  return rendering.toneMap !== null && isHighDynamicRange(format.color);
}

/** Converts an area of a frame row by row, and turns it upright: anything, anywhere. What the kernel does is held against this. */
export function rowsImage(frame: Frame, bitDepth: 8 | 16, area: Rectangle): RgbImage {
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
  if (!mapsTones(frame)) return rgbRows(frame, maximum, area);
  const rows = rgbRows(frame, 1, area);
  const map = toneMapper(frame.format.color);
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
