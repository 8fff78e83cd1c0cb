import type { RgbImage } from '@framesieve/core';
import { preparedSize, type ResizePolicy } from '@framesieve/models';
import { flatPicture, texturedPicture } from '@framesieve/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitPicture } from './fit-picture.ts';
import { resampleImage } from './resample.ts';

const filter = { filter: 'bilinear', antialias: true } as const;

/** The red channel, row by row, rounded. */
function rows(image: RgbImage, policy: ResizePolicy): number[][] {
  const samples = fitPicture(image, policy);
  const { width, height } = preparedSize(image, policy);
  expect(samples.length).toBe(width * height * 3);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => Math.round(samples[(y * width + x) * 3]!)),
  );
}

/** A picture whose columns have the levels 0, 10, 20, … */
function ramp(width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (Math.floor(i / 3) % width) * 10);
  return { width, height, data };
}

it('knows the size that a picture will have', () => {
  const picture = { width: 1920, height: 1080 };
  const turned = { width: 1080, height: 1920 };
  expect(preparedSize(picture, 'none')).toEqual(picture);
  for (const fit of ['stretch', 'cover'] as const)
    expect(preparedSize(picture, { fit, width: 224, height: 200, ...filter })).toEqual({
      width: 224,
      height: 200,
    });
  // torchvision: int(256 · 1920 / 1080) = int(455.1).
  expect(preparedSize(picture, { shorterSide: 256, crop: null, ...filter })).toEqual({
    width: 455,
    height: 256,
  });
  expect(preparedSize(turned, { shorterSide: 256, crop: null, ...filter })).toEqual({
    width: 256,
    height: 455,
  });
  expect(preparedSize(turned, { shorterSide: 256, crop: [224, 200], ...filter })).toEqual({
    width: 224,
    height: 200,
  });
});

it('stretches', () => {
  const picture = texturedPicture(20, 11);
  const policy = { fit: 'stretch', width: 7, height: 9, ...filter } as const;
  const expected = resampleImage(picture, { width: 7, height: 9, ...filter }).data;
  expect(Uint8Array.from(fitPicture(picture, policy), value => value + 0.5)).toEqual(expected);
});

it('crops from the middle; of half a pixel, the even number goes before', () => {
  const crop = (width: number, size: number) =>
    rows(ramp(width, size), { shorterSide: size, crop: [size, size], ...filter })[0];
  expect(crop(4, 2)).toEqual([10, 20]);
  // (3 − 2) / 2 = 0.5 → 0; (5 − 2) / 2 = 1.5 → 2, as Python's round() in torchvision's center_crop.
  expect(crop(3, 2)).toEqual([0, 10]);
  expect(crop(5, 2)).toEqual([20, 30]);
});

it('covers a size, cutting off what sticks out', () => {
  expect(rows(ramp(6, 2), { fit: 'cover', width: 2, height: 2, ...filter })).toEqual([
    [20, 30],
    [20, 30],
  ]);
  expect(rows(ramp(2, 6), { fit: 'cover', width: 2, height: 2, ...filter })).toEqual([
    [0, 10],
    [0, 10],
  ]);
});

it('contains a picture, with padding around it', () => {
  const policy = { fit: 'contain', width: 4, height: 4, padding: [0.2, 0.4, 1], ...filter } as const;
  expect(rows(ramp(4, 2), policy)).toEqual([
    [51, 51, 51, 51],
    [0, 10, 20, 30],
    [0, 10, 20, 30],
    [51, 51, 51, 51],
  ]);
  expect(rows(flatPicture(4, 8, 7), policy)).toEqual(Array(4).fill([51, 7, 7, 51]));
  const [red, green, blue] = fitPicture(flatPicture(4, 8, 7), policy);
  expect([red, green, blue].map(value => Math.round(value!))).toEqual([51, 102, 255]);
  const deep = { width: 1, height: 2, data: new Uint16Array(6).fill(9) };
  expect(fitPicture(deep, { ...policy, width: 2, height: 2, padding: [1, 1, 1] })).toEqual(
    Float32Array.of(9, 9, 9, 65535, 65535, 65535, 9, 9, 9, 65535, 65535, 65535),
  );
});

it('fills every size from every picture, however narrow', () => {
  const side = fc.integer({ min: 1, max: 40 });
  const size = { width: side, height: side };
  const policy = fc.oneof(
    fc.record({ fit: fc.constantFrom('stretch', 'cover'), ...size }),
    fc.record({ fit: fc.constant('contain'), padding: fc.constant([0.5, 0.5, 0.5] as const), ...size }),
    fc.record({ shorterSide: side, crop: fc.constant(null) }),
    side.map(shorterSide => ({ shorterSide, crop: [shorterSide, 1] as const })),
  );
  fc.assert(
    fc.property(side, side, policy, fc.constantFrom('bilinear', 'bicubic'), (width, height, fit, kind) => {
      const full = { ...fit, filter: kind, antialias: true };
      const prepared = preparedSize({ width, height }, full);
      const samples = fitPicture(flatPicture(width, height, 128), full);
      expect(samples.length).toBe(prepared.width * prepared.height * 3);
      // Grey, be it of the picture or of the padding: nothing is left out, nothing read from beyond.
      expect(samples.every(value => value > 127.4 && value < 128.1)).toBe(true);
    }),
  );
});
