import { expect, it } from 'vitest';
import { takePicture } from './camera.ts';
import { deadLeaves, type Plane } from './dead-leaves.ts';
import { addNoise, defocus, expose, motionBlur } from './degrade.ts';
import { createRandom } from './random.ts';

const picture = takePicture(deadLeaves({ width: 140, height: 100, seed: 4 }), 2, 2, 120, 80);

const mean = (plane: Plane) => plane.samples.reduce((sum, sample) => sum + sample, 0) / plane.samples.length;

/** Mean absolute difference of neighbours, along rows and along columns. */
function detail({ samples, width, height }: Plane) {
  let [across, down] = [0, 0];
  for (let y = 1; y < height; y++) {
    for (let x = 1; x < width; x++) {
      across += Math.abs(samples[y * width + x]! - samples[y * width + x - 1]!);
      down += Math.abs(samples[y * width + x]! - samples[(y - 1) * width + x]!);
    }
  }
  return { across: across / samples.length, down: down / samples.length };
}

it('defocus takes detail in all directions and keeps the brightness', () => {
  const blurred = defocus(picture, 4);
  expect(detail(blurred.luma).across).toBeLessThan(detail(picture.luma).across / 2);
  expect(detail(blurred.luma).down).toBeLessThan(detail(picture.luma).down / 2);
  expect(mean(blurred.luma)).toBeCloseTo(mean(picture.luma), -1);
});

it('defocus is the mean over a disc', () => {
  const samples = new Float32Array(15 * 15);
  samples[7 * 15 + 7] = 1;
  const point = { samples, width: 15, height: 15 };
  const { luma } = defocus({ luma: point, cb: point, cr: point }, 3);
  const lit = [...luma.samples].filter(sample => sample > 0);
  // Rows of 1, 5, 7, 7, 7, 5 and 1: the chords of a circle of radius 3, rounded to whole samples.
  expect(lit.length).toBe(33);
  expect(lit.reduce((sum, sample) => sum + sample, 0)).toBeCloseTo(1);
});

it('motion blur takes detail along the rows only', () => {
  const blurred = motionBlur(picture, 13);
  expect(detail(blurred.luma).across).toBeLessThan(detail(picture.luma).across / 2);
  expect(detail(blurred.luma).down).toBeGreaterThan(detail(blurred.luma).across * 2);
  const flat = { samples: new Float32Array(60).fill(9), width: 10, height: 6 };
  expect(motionBlur({ luma: flat, cb: flat, cr: flat }, 13).luma.samples).toEqual(flat.samples);
});

it('noise has the standard deviation it was asked for', () => {
  const flat = { samples: new Float32Array(200 * 200), width: 200, height: 200 };
  const { luma } = addNoise({ luma: flat, cb: flat, cr: flat }, 12, createRandom(1));
  const variance = luma.samples.reduce((sum, sample) => sum + sample * sample, 0) / luma.samples.length;
  expect(Math.sqrt(variance)).toBeCloseTo(12, 0);
  expect(Math.abs(mean(luma))).toBeLessThan(0.3);
});

it('exposure scales, clips at white and ends at black', () => {
  expect(mean(expose(picture, 0.25).luma)).toBeCloseTo(mean(picture.luma) / 4, 3);
  expect(Math.max(...expose(picture, 3).luma.samples)).toBe(255);
  const black = expose(picture, 0);
  for (const plane of [black.luma, black.cb, black.cr])
    expect(plane.samples.every(sample => Math.abs(sample) === 0)).toBe(true);
});
