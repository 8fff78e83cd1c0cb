import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RgbImage } from '@framesieve/core';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeFrame, temporaryFolder, toRgb } from '../test/make-input.ts';
import { checkStill } from './check-still.ts';
import { reducedSize, reduceImage } from './reduce-image.ts';
import { writeStill } from './write-still.ts';

const draw = (
  width: number,
  height: number,
  white: 255 | 65_535,
  sample: (x: number, y: number) => number,
) => {
  const data = white === 255 ? new Uint8Array(width * height * 3) : new Uint16Array(width * height * 3);
  return {
    width,
    height,
    data: data.map((_, i) => sample(Math.floor(i / 3) % width, Math.floor(i / 3 / width)) * white),
  };
};
const middle = ({ width, height, data }: RgbImage) => data[((height >> 1) * width + (width >> 1)) * 3]!;

describe('the size of a reduced picture', () => {
  it('has the longer side that was asked for, never more than there is, and the same shape', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(side, side, side, (width, height, maxSize) => {
        const reduced = reducedSize({ width, height }, maxSize);
        expect(Math.max(reduced.width, reduced.height)).toBe(Math.min(maxSize, Math.max(width, height)));
        expect(Math.min(reduced.width, reduced.height)).toBeGreaterThanOrEqual(1);
        const scale = Math.min(1, maxSize / Math.max(width, height));
        expect(Math.abs(reduced.width - Math.max(1, width * scale))).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(Math.abs(reduced.height - Math.max(1, height * scale))).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });
});

describe('reducing', () => {
  it.each([255, 65_535] as const)('keeps one colour to the last bit, white being %i', async white => {
    for (const level of [0, 1 / white, 0.002, 0.2, 0.5, 1]) {
      const grey = draw(90, 60, white, () => Math.round(level * white) / white);
      const color = grey.data.map((sample, i) => [sample, white - sample, sample >> 1][i % 3]!);
      const { width, height, data } = await reduceImage({ ...grey, data: color }, 40);
      expect([width, height, data.length]).toEqual([40, 27, 40 * 27 * 3]);
      for (const channel of [0, 1, 2])
        expect(new Set(data.filter((_, i) => i % 3 === channel))).toEqual(new Set([color[channel]]));
    }
  });

  it('averages light: black and white in equal parts are half the light, which sRGB writes as 0.735', async () => {
    const checks = (white: 255 | 65_535) => draw(256, 256, white, (x, y) => (x + y) % 2);
    expect(middle(await reduceImage(checks(255), 64)) / 255).toBeCloseTo(0.735, 2);
    expect(middle(await reduceImage(checks(65_535), 64)) / 65_535).toBeCloseTo(0.735, 2);
  });

  it('lets no pattern through that is too fine for the result', async () => {
    // A wave of light of 2.2 pixels would come back as a false one if pixels were just left out.
    const light = (x: number) => 0.5 + 0.4 * Math.sin((2 * Math.PI * x) / 2.2);
    const wave = draw(300, 300, 65_535, x => 1.055 * light(x) ** (1 / 2.4) - 0.055);
    const { width, data } = await reduceImage(wave, 100);
    const inner = [...data.subarray(50 * width * 3, 51 * width * 3)].slice(30, 270);
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThan(0.02 * 65_535);
  });

  it('leaves a picture alone that is small enough', async () => {
    const image = toRgb(makeFrame({ ordinal: 1 }));
    expect(await reduceImage(image, 40)).toBe(image);
    expect(await reduceImage(image, null)).toBe(image);
  });

  it.each(['png', 'jpg', 'webp', 'avif'] as const)(
    'comes before %s is written and read back',
    async format => {
      await using folder = await temporaryFolder();
      const image = toRgb(makeFrame({ ordinal: 1, bitDepth: 10 }), { bitDepth: 16 });
      const file = join(folder.path, `small.${format}`);
      const written = await writeStill(image, file, { format, maxSize: 20 });
      expect(written).toMatchObject({
        width: 20,
        height: 15,
        bitDepth: { png: 16, avif: 12 }[format as 'png'] ?? 8,
      });
      const bytes = await readFile(file);
      expect(await sharp(bytes).metadata()).toMatchObject({ width: 20, height: 15 });
      const reduced = await reduceImage(image, 20);
      await expect(checkStill(bytes, reduced, format, file)).resolves.toBeUndefined();
    },
  );
});
