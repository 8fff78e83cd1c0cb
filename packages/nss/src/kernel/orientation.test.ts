import type { PictureFormat } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../../test/plain-map.ts';
import { plainRgb, planesPicture } from '../../test/plain-rgb.ts';
import { texture } from '../../test/textures.ts';
import { NssKernel } from './nss-kernel.ts';
import { takesPlanes } from './nss-picture.ts';
import { brisqueOpencvRules, brisqueUtliveRules, type NssRules, niqeRules } from './nss-rules.ts';

const rotations = [0, 90, 180, 270] as const;

/** A picture of the area of another one, in an orientation. */
function turnedPicture(width: number, height: number, format: Partial<PictureFormat>) {
  const [luma, chroma] = [texture(height, width, 9), texture(height, width, 4)];
  const area = { x: 5, y: 3, width: width - 11, height: height - 7 };
  const sampleAt = (plane: number, x: number, y: number) =>
    plane === 0 ? luma.data[y * width + x]! : 96 + (chroma.data[y * width + x * plane]! >> 2);
  return planesPicture('yuv420p', width, height, sampleAt, format, area);
}

describe.each(rotations)('a picture turned by %i degrees', rotation => {
  it.each([false, true])(
    'has the features of its upright RGB, block by block (mirrored: %s)',
    async mirrored => {
      const kernel = await NssKernel.create(null);
      for (const rules of [niqeRules, brisqueUtliveRules, brisqueOpencvRules]) {
        const picture = turnedPicture(311, 217, { rotation, mirrored });
        if (!takesPlanes(picture.format, picture.area, rules)) continue;
        const found = kernel.measure(picture, rules);
        const expected = kernel.measure(plainRgb(picture), rules);
        expect(found.cells).toBe(expected.cells);
        // Sums are added up in another order, and a shape that lies between two may become the other one.
        expect(largestDifference(found.features, expected.features)).toBeLessThan(2.5e-3);
      }
    },
  );
});

describe('planes that are not taken', () => {
  const area = { x: 0, y: 0, width: 321, height: 200 };
  const { format } = planesPicture('yuv420p', 321, 200, () => 0);
  const takes = (change: Partial<PictureFormat>, rules: NssRules = niqeRules, part = area) =>
    takesPlanes({ ...format, ...change }, part, rules);

  it('has pixels that are square', () => {
    expect(takes({})).toBe(true);
    expect(takes({ pixelAspect: { numerator: 4, denominator: 3 } })).toBe(false);
  });

  it('has chroma of all columns or half of them, and colour of a matrix of luma', () => {
    const { pixelFormat } = planesPicture('yuv411p', 8, 8, () => 0).format;
    expect(takes({ pixelFormat })).toBe(false);
    expect(takes({ color: { ...format.color, matrix: 'ycgco' } })).toBe(false);
  });

  it('has halves that are the same in all directions, where it is turned', () => {
    expect(takes({ rotation: 180 }, niqeRules)).toBe(true);
    expect(takes({ rotation: 180 }, brisqueUtliveRules)).toBe(false);
    expect(takes({ mirrored: true }, brisqueUtliveRules)).toBe(false);
    expect(takes({ rotation: 180 }, brisqueUtliveRules, { ...area, width: 320 })).toBe(true);
    expect(takes({ rotation: 180 }, brisqueOpencvRules, { ...area, width: 320 })).toBe(false);
  });
});
