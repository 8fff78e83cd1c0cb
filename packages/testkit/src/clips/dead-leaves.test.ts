import { expect, it } from 'vitest';
import { takePicture } from './camera.ts';
import { deadLeaves, type Plane } from './dead-leaves.ts';

/** Power over spatial frequency along the rows, in cycles per width. */
function rowSpectrum({ samples, width, height }: Plane): Float64Array {
  const power = new Float64Array(width / 2);
  for (let y = 0; y < height; y += 4) {
    const row = samples.subarray(y * width, (y + 1) * width);
    const mean = row.reduce((sum, sample) => sum + sample, 0) / width;
    for (let k = 1; k < power.length; k++) {
      let [real, imaginary] = [0, 0];
      for (let x = 0; x < width; x++) {
        const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * x) / width);
        const phase = (2 * Math.PI * k * x) / width;
        real += (row[x]! - mean) * window * Math.cos(phase);
        imaginary += (row[x]! - mean) * window * Math.sin(phase);
      }
      power[k]! += real * real + imaginary * imaginary;
    }
  }
  return power;
}

/** Least-squares slope of log power over log frequency, every octave weighing the same. */
function slope(power: Float64Array, from: number, to: number): number {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (let k = from; k <= to; k++) {
    const [x, y, weight] = [Math.log(k), Math.log(power[k]!), 1 / k];
    n += weight;
    sx += weight * x;
    sy += weight * y;
    sxx += weight * x * x;
    sxy += weight * x * y;
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

it('has the spectrum of natural pictures', () => {
  // Power falling as f^-2 over the plane falls as f^-1 along a row; photographs are measured at -0.8 … -1.6.
  const scene = deadLeaves({ width: 260, height: 260, seed: 5 });
  const measured = slope(rowSpectrum(takePicture(scene, 1, 1, 256, 256).luma), 2, 64);
  expect(measured).toBeLessThan(-0.8);
  expect(measured).toBeGreaterThan(-1.6);
});

it('paints the same scene for the same seed', () => {
  const paint = (seed: number) => deadLeaves({ width: 40, height: 30, seed }).luma.samples;
  expect(paint(1)).toEqual(paint(1));
  expect(paint(1)).not.toEqual(paint(2));
});

it('can be looked at from between two pixels', () => {
  const scene = deadLeaves({ width: 60, height: 40, seed: 2 });
  const [left, between, right] = [2, 2.5, 3].map(x => takePicture(scene, x, 1, 40, 30).luma.samples);
  const distance = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, sample, i) => sum + Math.abs(sample - b[i]!), 0);
  expect(distance(left!, between!)).toBeLessThan(distance(left!, right!));
  expect(distance(between!, right!)).toBeLessThan(distance(left!, right!));
  // One pixel further is the same picture, moved.
  expect(right!.subarray(0, 39)).toEqual(left!.subarray(1, 40));
});

it('refuses a window outside of the scene', () => {
  const scene = deadLeaves({ width: 40, height: 30, seed: 1 });
  expect(() => takePicture(scene, 1, 1, 40, 20)).toThrow(RangeError);
});
