import type { Picture } from './camera.ts';
import type { Plane } from './dead-leaves.ts';
import type { Random } from './random.ts';

function mapPlanes(picture: Picture, map: (plane: Plane, pixelsPerSample: 1 | 2) => Plane): Picture {
  return { luma: map(picture.luma, 1), cb: map(picture.cb, 2), cr: map(picture.cr, 2) };
}

/** Blurs by a uniform disc, as a lens does that is out of focus. @param radius in pixels. */
export function defocus(picture: Picture, radius: number): Picture {
  return mapPlanes(picture, (plane, scale) => {
    const reach = Math.round(radius / scale);
    const halfChords = Array.from({ length: 2 * reach + 1 }, (_, i) =>
      Math.round(Math.sqrt(Math.max(0, (radius / scale) ** 2 - (i - reach) ** 2))),
    );
    return blurByRows(plane, halfChords);
  });
}

/** Blurs along the rows, as a camera does that pans while the shutter is open. @param length in pixels. */
export function motionBlur(picture: Picture, length: number): Picture {
  return mapPlanes(picture, (plane, scale) => blurByRows(plane, [Math.round((length / scale - 1) / 2)]));
}

/** Adds noise that is nearly normal (a sum of four uniform variables). @param deviation standard deviation of luma. */
export function addNoise(picture: Picture, deviation: number, random: Random): Picture {
  // Four bytes of 0…255: variance of the sum is 4 (256² − 1) / 12.
  const unit = 1 / Math.sqrt((4 * (256 ** 2 - 1)) / 12);
  return mapPlanes(picture, (plane, scale) => {
    const strength = (deviation / scale) * unit;
    const samples = plane.samples.map(sample => {
      const bits = random.bits();
      const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
      return sample + strength * (sum - 510);
    });
    return { ...plane, samples };
  });
}

/**
 * Exposes a picture more or less: luma times `gain`, clipped at white, where colour is lost too; 0 gives black.
 */
export function expose(picture: Picture, gain: number): Picture {
  const { luma } = picture;
  const brighten = (chroma: Plane): Plane => {
    const samples = chroma.samples.map((sample, i) => {
      const x = Math.min(luma.width - 1, 2 * (i % chroma.width));
      const y = Math.min(luma.height - 1, 2 * Math.floor(i / chroma.width));
      const brightness = gain * luma.samples[y * luma.width + x]!;
      return sample * gain * Math.min(1, 255 / Math.max(1, brightness)) ** 2;
    });
    return { ...chroma, samples };
  };
  const samples = luma.samples.map(sample => Math.min(255, sample * gain));
  return { luma: { ...luma, samples }, cb: brighten(picture.cb), cr: brighten(picture.cr) };
}

/** The mean over a shape given as half the width of each of its rows; edge samples are repeated outwards. */
function blurByRows(plane: Plane, halfChords: readonly number[]): Plane {
  const { samples, width, height } = plane;
  const reach = (halfChords.length - 1) / 2;
  const area = halfChords.reduce((sum, half) => sum + 2 * half + 1, 0);
  const sums = prefixSums(plane);
  const blurred = new Float32Array(samples.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0; i < halfChords.length; i++) {
        const row = Math.min(height - 1, Math.max(0, y + i - reach));
        sum += rowSum(plane, sums, row, x - halfChords[i]!, x + halfChords[i]!);
      }
      blurred[y * width + x] = sum / area;
    }
  }
  return { samples: blurred, width, height };
}

function prefixSums({ samples, width, height }: Plane): Float64Array {
  const sums = new Float64Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums[y * (width + 1) + x + 1] = sums[y * (width + 1) + x]! + samples[y * width + x]!;
    }
  }
  return sums;
}

/** Sum of a row over [first, last]. */
function rowSum(plane: Plane, sums: Float64Array, row: number, first: number, last: number): number {
  const { samples, width } = plane;
  const from = Math.max(0, first);
  const to = Math.min(width - 1, last);
  let sum = sums[row * (width + 1) + to + 1]! - sums[row * (width + 1) + from]!;
  if (first < 0) sum -= first * samples[row * width]!;
  if (last >= width) sum += (last - width + 1) * samples[row * width + width - 1]!;
  return sum;
}
