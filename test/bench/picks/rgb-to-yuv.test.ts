import type { ColorDescription } from '@framesieve/core';
import { frameToRgb } from '@framesieve/decoder';
import { makeFrame } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { rgbToYuv420 } from './rgb-to-yuv.ts';

const size = { width: 8, height: 4 };
const color: ColorDescription = {
  ...({ matrix: 'bt709', range: 'limited', chromaLocation: 'center' } as const),
  ...{ transfer: 'bt709', primaries: 'bt709' },
};

it.each([
  [0, 0, 0],
  [255, 255, 255],
  [200, 30, 40],
  [20, 180, 60],
])('gives a colour that comes back: %i %i %i', (...rgb) => {
  const data = Uint8Array.from({ length: size.width * size.height * 3 }, (_, i) => rgb[i % 3]!);
  const frame = makeFrame('yuv420p', size.width, size.height, () => 0, { color });
  frame.bytes.set(rgbToYuv420({ ...size, data }));
  for (const [i, level] of frameToRgb(frame).data.entries()) {
    expect(Math.abs(level - rgb[i % 3]!)).toBeLessThanOrEqual(2);
  }
});

it('takes the mean of the chroma of four pixels', () => {
  const pixels = [255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0];
  const [, , , , blueness, redness] = rgbToYuv420({ width: 2, height: 2, data: Uint8Array.from(pixels) });
  // Pure red has Cb −0.1146 and Cr 0.5, pure blue the reverse with −0.0458.
  expect(blueness).toBe(Math.round(128 + 224 * ((0.5 - 0.1146) / 2)));
  expect(redness).toBe(Math.round(128 + 224 * ((0.5 - 0.0458) / 2)));
});
