import type { PictureFormat, Rectangle, RgbImage } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameToRgb } from './frame-to-rgb.ts';

const width = 23;
const height = 17;
const formats = ['yuv420p', 'yuv411p', 'yuv410p', 'yuv422p10le', 'gbrp', 'gray12le'];

function picture(pixelFormat: string, format: Partial<PictureFormat>, crop: Rectangle | null) {
  const sample = (plane: number, x: number, y: number) => (x * 37 + y * 91 + plane * 53 + x * y * 7) % 256;
  return makeFrame(pixelFormat, width, height, sample, format, { crop });
}

function cut({ data, width: whole }: RgbImage, { x, y, width: w, height: h }: Rectangle): number[] {
  return Array.from({ length: h }, (_, row) => {
    const start = ((y + row) * whole + x) * 3;
    return [...data.subarray(start, start + w * 3)];
  }).flat();
}

const rectangles = fc.record({ x: fc.nat(width - 1), y: fc.nat(height - 1) }).chain(({ x, y }) =>
  fc.record({
    x: fc.constant(x),
    y: fc.constant(y),
    width: fc.integer({ min: 1, max: width - x }),
    height: fc.integer({ min: 1, max: height - y }),
  }),
);

describe('frameToRgb of the active area', () => {
  it('is exactly that part of the whole picture, wherever it lies', () => {
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.constantFrom(8, 16), rectangles, (name, bitDepth, crop) => {
        const frame = picture(name, {}, crop);
        const active = frameToRgb(frame, { bitDepth });
        expect([active.width, active.height]).toEqual([crop.width, crop.height]);
        expect([...active.data]).toEqual(cut(frameToRgb(frame, { bitDepth, area: 'whole' }), crop));
      }),
    );
  });

  it('keeps everything where there is no crop, or the whole picture is asked for', () => {
    const crop = { x: 4, y: 2, width: 8, height: 6 };
    const whole = frameToRgb(picture('yuv420p', {}, null));
    expect(whole).toMatchObject({ width, height });
    expect(frameToRgb(picture('yuv420p', {}, crop), { area: 'whole' })).toEqual(whole);
  });

  it.each([
    [0, false, (w: number, h: number, { x, y }: Rectangle) => [w, h, x, y]],
    [90, false, (w: number, h: number, { x, y }: Rectangle) => [h, w, height - y - h, x]],
    [180, true, (w: number, h: number, { x, y }: Rectangle) => [w, h, x, height - y - h]],
    [270, false, (w: number, h: number, { x, y }: Rectangle) => [h, w, y, width - x - w]],
  ] as const)('is cut before the picture is turned by %i°, mirrored: %s', (rotation, mirrored, place) => {
    const crop = { x: 3, y: 2, width: 12, height: 7 };
    const frame = picture('yuv420p', { rotation, mirrored }, crop);
    const [w, h, x, y] = place(crop.width, crop.height, crop) as [number, number, number, number];
    const whole = frameToRgb(frame, { area: 'whole' });
    expect([...frameToRgb(frame).data]).toEqual(cut(whole, { x, y, width: w, height: h }));
  });

  it('is cut before pixels are made square, and stretched by itself', () => {
    const pixelAspect = { numerator: 2, denominator: 1 };
    const crop = { x: 4, y: 2, width: 9, height: 6 };
    const image = frameToRgb(
      makeFrame('gray', width, height, (_, x) => (x < 4 ? 0 : 200), { pixelAspect }, { crop }),
    );
    expect(image).toMatchObject({ width: 18, height: 6 });
    // Nothing of the black beside the area comes in.
    expect(new Set(image.data)).toEqual(new Set([200]));
  });

  it.each([
    [-1, 0, 4, 4],
    [0, 0, 24, 4],
    [20, 0, 4, 4],
    [0, 0, 0, 4],
    [0, 0.5, 4, 4],
  ])('refuses a crop that is no part of the picture: %d, %d, %d × %d', (x, y, w, h) => {
    const frame = picture('gray12le', {}, { x, y, width: w, height: h });
    expect(() => frameToRgb(frame)).toThrow(/`crop`/);
    expect(frameToRgb(frame, { area: 'whole' })).toMatchObject({ width, height });
  });

  it('refuses another area', () => {
    expect(() => frameToRgb(picture('gbrp', {}, null), { area: 'half' as 'whole' })).toThrow(/`area`/);
  });
});
