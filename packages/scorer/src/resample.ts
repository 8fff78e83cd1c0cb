import { invalidArgument, type RgbImage } from '@framesieve/core';
import type { Resampling } from '@framesieve/models';
import { resampleTaps, type Taps } from './resample-taps.ts';

/** The size that a picture is brought to, in pixels, and how. */
export interface ResampleOptions extends Resampling {
  readonly width: number;
  readonly height: number;
}

/** A rectangle within a picture, in pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Brings a picture to another size: each axis by itself, rows first. The result has the bit depth of the picture; it is
 * computed in floating point and rounded once.
 *
 * Pixel `i` of the result lies at `c = (i + 0.5) · from / to − 0.5` of the picture (half-pixel centres), and is the weighted
 * mean of the pixels `j` around it, with weights `k(|j − c| / s)`:
 *
 * - `bilinear`: `k(x) = 1 − x` for x < 1, the triangle.
 * - `bicubic`: Keys' cubic convolution, `k(x) = (a + 2)x³ − (a + 3)x² + 1` for x < 1 and `ax³ − 5ax² + 8ax − 4a` for x < 2.
 * - With `antialias`, `s = max(1, from / to)`: the filter widens when shrinking; `a` is −0.5; pixels beyond the edges don't count.
 *   These are PIL's filters, and PyTorch's with `antialias=True`.
 * - Without, `s = 1`; `a` is −0.75; beyond the edges the outermost pixel is repeated. These are `interpolate` of PyTorch with
 *   `align_corners=False`, and OpenCV's `INTER_LINEAR` and `INTER_CUBIC`.
 *
 * @throws FrameSieveError `usage` for a size that is not of whole pixels, or a picture whose data doesn't fit its size.
 */
export function resampleImage(image: RgbImage, options: ResampleOptions): RgbImage {
  const { width, height } = options;
  for (const [name, side] of Object.entries({ width, height })) {
    if (!Number.isInteger(side) || side < 1)
      throw invalidArgument(name, 'a whole number of pixels, at least 1', side);
  }
  const length = image.width * image.height * 3;
  if (length === 0 || image.data.length !== length)
    throw invalidArgument(
      'image.data.length',
      `${length} (width × height × 3), at least 3`,
      image.data.length,
    );
  const samples = resampleRegion(image, options, { left: 0, top: 0, width, height });
  const data =
    image.data instanceof Uint8Array ? new Uint8Array(samples.length) : new Uint16Array(samples.length);
  for (let i = 0; i < samples.length; i++) data[i] = samples[i]! + 0.5;
  return { width, height, data };
}

/**
 * Computes a region of a resampled picture: interleaved R, G, B in the units of the picture, not rounded, but clipped to
 * what its bit depth can hold, as bicubic overshoots at edges.
 *
 * @param scaled size of the whole picture after resampling; the region lies in it.
 */
export function resampleRegion(image: RgbImage, scaled: ResampleOptions, region: Region): Float32Array {
  const columns = resampleTaps(image.width, scaled.width, scaled, {
    start: region.left,
    count: region.width,
  });
  const rows = resampleTaps(image.height, scaled.height, scaled, { start: region.top, count: region.height });
  const narrow = resampleRows(image, columns, usedRows(rows, image.height));
  return mixRows(narrow, region.width * 3, rows, image.data instanceof Uint8Array ? 255 : 65535);
}

/** Which rows of the picture have weight: without antialias, most of a large picture's have none. */
function usedRows({ first, weights, size }: Taps, height: number): Uint8Array {
  const used = new Uint8Array(height);
  for (const [i, base] of first.entries()) {
    for (let tap = 0; tap < size; tap++) if (weights[i * size + tap] !== 0) used[base + tap] = 1;
  }
  return used;
}

function resampleRows(image: RgbImage, { first, weights, size }: Taps, used: Uint8Array): Float32Array {
  const { data, width, height } = image;
  const count = first.length;
  const narrow = new Float32Array(count * 3 * height);
  for (let y = 0; y < height; y++) {
    if (!used[y]) continue;
    const row = y * width;
    let out = y * count * 3;
    for (let x = 0, tap = 0; x < count; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let at = (row + first[x]!) * 3, end = at + size * 3; at < end; at += 3, tap++) {
        const weight = weights[tap]!;
        red += weight * data[at]!;
        green += weight * data[at + 1]!;
        blue += weight * data[at + 2]!;
      }
      narrow[out++] = red;
      narrow[out++] = green;
      narrow[out++] = blue;
    }
  }
  return narrow;
}

function mixRows(
  narrow: Float32Array,
  rowLength: number,
  { first, weights, size }: Taps,
  maximum: number,
): Float32Array {
  const mixed = new Float32Array(first.length * rowLength);
  const sums = new Float64Array(rowLength);
  for (const [y, base] of first.entries()) {
    sums.fill(0);
    for (let tap = 0; tap < size; tap++) {
      const weight = weights[y * size + tap]!;
      if (weight === 0) continue;
      const start = (base + tap) * rowLength;
      for (let x = 0; x < rowLength; x++) sums[x]! += weight * narrow[start + x]!;
    }
    const start = y * rowLength;
    for (let x = 0; x < rowLength; x++) mixed[start + x] = Math.min(Math.max(sums[x]!, 0), maximum);
  }
  return mixed;
}
