import type { Frame, Rectangle } from '@framesieve/core';
import { type PlaneSamples, planeSamples } from '../frame/plane-samples.ts';
import { chromaOffset, chromaTaps } from './chroma-taps.ts';
import { type ChromaFormula, type RgbFormula, rgbFormula } from './rgb-formula.ts';

/** Fills a row with interleaved R, G, B, neither rounded nor clipped; `y` counts from the top of the area. */
export type RgbRows = (y: number, row: Float64Array) => void;

/**
 * Prepares the conversion of the rows of an area, in coded orientation, to R, G, B from 0 to `maximum`. Chroma at the
 * area's edge is interpolated with what lies outside of it, so that an area is exactly that part of the whole picture.
 */
export function rgbRows(frame: Frame, maximum: number, area: Rectangle): RgbRows {
  const { pixelFormat } = frame.format;
  const samples = frame.layout.planes.map(plane => planeSamples(frame.bytes, plane, pixelFormat));
  const formula = rgbFormula(frame.format, maximum);
  const { planes, chroma } = formula;
  if (chroma) return yuvAsRgb(samples, frame, formula, chroma, area);
  const [red, green, blue] = planes!.map(plane => samples[plane]!);
  return samplesAsRgb([red!, green!, blue!], frame, formula, area);
}

function samplesAsRgb(
  [red, green, blue]: readonly [PlaneSamples, PlaneSamples, PlaneSamples],
  frame: Frame,
  { black, scale }: RgbFormula,
  area: Rectangle,
): RgbRows {
  const { width } = frame.format;
  return (y, row) => {
    let at = (area.y + y) * width + area.x;
    for (let out = 0; out < area.width * 3; out += 3, at++) {
      row[out] = (red[at]! - black) * scale;
      row[out + 1] = (green[at]! - black) * scale;
      row[out + 2] = (blue[at]! - black) * scale;
    }
  };
}

function yuvAsRgb(
  [luma, u, v]: readonly PlaneSamples[],
  frame: Frame,
  { black, scale }: RgbFormula,
  { zero, redFromU, redFromV, greenFromU, greenFromV, blueFromU, blueFromV }: ChromaFormula,
  area: Rectangle,
): RgbRows {
  const { width, height, pixelFormat, color } = frame.format;
  const chroma = frame.layout.planes[1]!;
  const { log2ChromaWidth, log2ChromaHeight } = pixelFormat;
  const scaleX = 1 << log2ChromaWidth;
  const scaleY = 1 << log2ChromaHeight;
  const columns = chromaTaps(width, chroma.width, scaleX, chromaOffset(color.chromaLocation, scaleX).x);
  const rows = chromaTaps(height, chroma.height, scaleY, chromaOffset(color.chromaLocation, scaleY).y);
  const narrowU = new Float64Array(chroma.width);
  const narrowV = new Float64Array(chroma.width);
  const { first, second, weight } = columns;
  const end = area.x + area.width;
  return (areaY, row) => {
    const y = area.y + areaY;
    blendRows(
      u!,
      rows.first[y]! * chroma.width,
      rows.second[y]! * chroma.width,
      rows.weight[y]!,
      zero,
      narrowU,
    );
    blendRows(
      v!,
      rows.first[y]! * chroma.width,
      rows.second[y]! * chroma.width,
      rows.weight[y]!,
      zero,
      narrowV,
    );
    const start = y * width;
    for (let x = area.x, out = 0; x < end; x++, out += 3) {
      const one = first[x]!;
      const two = second[x]!;
      const share = weight[x]!;
      const cb = narrowU[one]! + (narrowU[two]! - narrowU[one]!) * share;
      const cr = narrowV[one]! + (narrowV[two]! - narrowV[one]!) * share;
      const grey = (luma![start + x]! - black) * scale;
      row[out] = grey + redFromU * cb + redFromV * cr;
      row[out + 1] = grey + greenFromU * cb + greenFromV * cr;
      row[out + 2] = grey + blueFromU * cb + blueFromV * cr;
    }
  };
}

/** Interpolates between two rows of a plane, around zero. */
function blendRows(
  plane: PlaneSamples,
  first: number,
  second: number,
  weight: number,
  zero: number,
  out: Float64Array,
): void {
  for (let x = 0; x < out.length; x++) {
    const sample = plane[first + x]!;
    out[x] = sample - zero + (plane[second + x]! - sample) * weight;
  }
}
