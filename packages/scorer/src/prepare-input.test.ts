import type { RgbImage } from '@framesieve/core';
import { type ModelInput, preparedSize } from '@framesieve/models';
import { flatPicture, texturedPicture } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSampleModel, testMetadata } from '../test/models.ts';
import { fitPicture } from './fit-picture.ts';
import { createOnnxScorer } from './index.ts';
import { prepareInput } from './prepare-input.ts';

const number = fc.double({ min: -2, max: 2, noNaN: true });
const triple = fc.tuple(number, number, number);
const deviation = fc.double({ min: 0.1, max: 3, noNaN: true });

/** How values are made of samples. */
const values: fc.Arbitrary<Pick<ModelInput, 'dtype' | 'valueRange' | 'mean' | 'std'>> = fc.oneof(
  fc.constant({ dtype: 'uint8' as const, valueRange: [0, 255] as const, mean: null, std: null }),
  fc.constant({ dtype: 'uint16' as const, valueRange: [0, 65535] as const, mean: null, std: null }),
  fc.record({
    dtype: fc.constantFrom('float32', 'float16'),
    valueRange: fc.constantFrom([0, 255] as const, [0, 1] as const, [-1, 1] as const),
    mean: fc.option(triple),
    std: fc.option(fc.tuple(deviation, deviation, deviation)),
  }),
);
const filter = { filter: fc.constantFrom('bilinear', 'bicubic'), antialias: fc.boolean() } as const;
const side = fc.integer({ min: 1, max: 9 });
const resize: fc.Arbitrary<ModelInput['resize']> = fc.oneof(
  fc.constant('none' as const),
  fc.record({ fit: fc.constantFrom('stretch', 'cover'), width: side, height: side, ...filter }),
  fc.record({
    fit: fc.constant('contain'),
    width: side,
    height: side,
    padding: fc.constant([0, 0.5, 1] as const),
    ...filter,
  }),
  fc.record({ shorterSide: side, crop: fc.constant(null), ...filter }),
);
const input: fc.Arbitrary<ModelInput> = fc
  .record({
    values,
    colorSpace: fc.constantFrom('rgb', 'bgr'),
    layout: fc.constantFrom('NHWC', 'NCHW'),
    resize,
  })
  .map(({ values: chosen, ...rest }) => ({ ...testMetadata.input, ...rest, ...chosen }));

/** Pictures of one size, of either depth. */
const pictures: fc.Arbitrary<readonly RgbImage[]> = fc
  .record({ width: side, height: side, deep: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }) })
  .map(({ width, height, deep }) =>
    deep.map((isDeep, i) => {
      const picture = texturedPicture(width, height, i + 1);
      if (!isDeep) return picture;
      return {
        ...picture,
        data: Uint16Array.from(picture.data, (level, at) => (level * 257 + at * 31) % 65536),
      };
    }),
  );

/** One value of the tensor, by the words of the metadata's documentation. */
function expectedValue(image: RgbImage, declared: ModelInput, x: number, y: number, channel: number): number {
  const { width } = preparedSize(image, declared.resize);
  const samples = declared.resize === 'none' ? image.data : fitPicture(image, declared.resize);
  const source = declared.colorSpace === 'rgb' ? channel : 2 - channel;
  const sample = samples[(y * width + x) * 3 + source]!;
  const white = image.data instanceof Uint8Array ? 255 : 65535;
  const [low, high] = declared.valueRange;
  if (declared.dtype === 'uint8' || declared.dtype === 'uint16') return Math.round(sample * (high / white));
  const scaled = low + (sample / white) * (high - low);
  return (scaled - (declared.mean?.[channel] ?? 0)) / (declared.std?.[channel] ?? 1);
}

it('puts each sample in its place, with its value', () => {
  fc.assert(
    fc.property(input, pictures, (declared, images) => {
      const { data, dimensions } = prepareInput(images, declared);
      const { width, height } = preparedSize(images[0]!, declared.resize);
      const count = images.length;
      const isLast = declared.layout === 'NHWC';
      expect(dimensions).toEqual(isLast ? [count, height, width, 3] : [count, 3, height, width]);
      expect(data.length).toBe(count * height * width * 3);
      for (const [n, image] of images.entries()) {
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            for (let c = 0; c < 3; c++) {
              const at = isLast
                ? ((n * height + y) * width + x) * 3 + c
                : ((n * 3 + c) * height + y) * width + x;
              const expected = expectedValue(image, declared, x, y, c);
              const isWhole = declared.dtype === 'uint8' || declared.dtype === 'uint16';
              // Single precision; float16 is made of it by the runtime.
              const tolerance = isWhole ? 0 : Math.max(1, Math.abs(expected)) * 2e-6;
              expect(Math.abs(Number(data[at]) - expected)).toBeLessThanOrEqual(tolerance);
            }
          }
        }
      }
    }),
    { numRuns: 150 },
  );
});

it('hands whole pixels through without a copy', () => {
  const picture = texturedPicture(5, 4);
  expect(prepareInput([picture], testMetadata.input).data).toEqual(picture.data);
  const deep = { width: 2, height: 1, data: Uint16Array.of(1, 2, 3, 4, 5, 65535) };
  const declared = { ...testMetadata.input, dtype: 'uint16', valueRange: [0, 65535] } as const;
  expect(prepareInput([deep], declared).data).toEqual(deep.data);
});

describe('what arrives in a real model', () => {
  const arriving = async (declared: Partial<ModelInput>, image: RgbImage, channel = 0) => {
    const model = firstSampleModel({ ...testMetadata.input, minimumSize: [1, 1], ...declared }, channel);
    await using scorer = await createOnnxScorer({ model });
    const [score] = await scorer.scoreImages([image]);
    return score!.score;
  };
  const deep = { width: 1, height: 1, data: Uint16Array.of(1000, 30_000, 65_535) };

  it('is 16-bit for float and uint16 models, rounded for uint8 models', async () => {
    expect(await arriving({}, deep)).toBe(4);
    expect(await arriving({}, deep, 2)).toBe(255);
    expect(await arriving({ dtype: 'uint16', valueRange: [0, 65535] }, deep)).toBe(1000);
    expect(await arriving({ dtype: 'uint16', valueRange: [0, 65535] }, flatPicture(1, 1, 3))).toBe(771);
    expect(await arriving({ dtype: 'float32', valueRange: [0, 255] }, deep)).toBeCloseTo(1000 / 257, 5);
  });

  it('is half precision for float16 models', async () => {
    const half = { dtype: 'float16', valueRange: [0, 1] } as const;
    // 1000 / 65535 lies between multiples of 2^-17: 11 significant bits.
    expect(await arriving(half, deep)).toBe(Math.round((1000 / 65535) * 2 ** 17) / 2 ** 17);
    expect(await arriving({ ...half, layout: 'NCHW', colorSpace: 'bgr' }, deep)).toBe(1);
    expect(await arriving({ ...half, valueRange: [-1, 1], std: [0.5, 0.5, 0.5] }, flatPicture(1, 1, 0))).toBe(
      -2,
    );
  });

  it('is not rounded after resizing, but for whole numbers', async () => {
    // Two pixels become one, in the middle of both.
    const pair = { width: 2, height: 1, data: Uint8Array.of(10, 0, 0, 13, 0, 0) };
    const one = { fit: 'stretch', width: 1, height: 1, filter: 'bilinear', antialias: false } as const;
    expect(await arriving({ resize: one }, pair)).toBe(12);
    expect(await arriving({ resize: one, dtype: 'float32' }, pair)).toBe(11.5);
  });
});
