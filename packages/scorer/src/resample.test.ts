import { FrameSieveError, type RgbImage } from '@framesieve/core';
import { float, GraphBuilder } from '@framesieve/models';
import { texturedPicture } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openModel, resampleImage } from './index.ts';
import { resampleRegion } from './resample.ts';

/** Levels (37x + 91y + 5xy + 53c) mod 256: hard edges at odd places. */
function wrappedPicture(width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const channel = i % 3;
    const x = ((i - channel) / 3) % width;
    const y = Math.floor(i / 3 / width);
    return (x * 37 + y * 91 + x * y * 5 + channel * 53) % 256;
  });
  return { width, height, data };
}

const whole = ({ width, height }: { width: number; height: number }) => ({ left: 0, top: 0, width, height });

function redOf(image: RgbImage, options: Parameters<typeof resampleImage>[1]): number[] {
  return [...resampleRegion(image, options, whole(options)).filter((_, i) => i % 3 === 0)];
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance);
}

describe('agrees with other implementations', () => {
  // Pillow 9.4.0, Image.resize of mode "F", and PyTorch 1.13, F.interpolate, of the red channel; both to 4 decimals, what lies
  // beyond 0 … 255 clipped. With antialias both give the same. 1e-3 allows for their single precision.
  it.each([
    [
      9,
      7,
      4,
      3,
      'bilinear',
      true,
      'Pillow',
      [
        101.2367, 118.2125, 121.885, 115.9878, 113.8672, 123.8867, 124.8393, 149.4034, 103.5714, 131.3972,
        152.0871, 150.2735,
      ],
    ],
    [
      9,
      7,
      4,
      3,
      'bicubic',
      true,
      'Pillow',
      [
        97.5099, 117.7729, 123.3827, 113.1317, 119.9682, 120.7299, 125.9544, 153.9651, 99.431, 134.7304,
        151.6757, 150.3859,
      ],
    ],
    [
      9,
      7,
      4,
      3,
      'bilinear',
      false,
      'PyTorch',
      [85.875, 176.625, 96.7083, 102.125, 49.5, 166.5, 27.5, 144.5, 77.125, 156.375, 192.9584, 154.875],
    ],
    [
      9,
      7,
      4,
      3,
      'bicubic',
      false,
      'PyTorch',
      [
        70.2384, 208.6008, 83.6306, 95.4768, 44.5488, 164.3672, 11.2578, 149.4512, 60.7481, 166.314, 211.1604,
        157.5852,
      ],
    ],
    [
      4,
      3,
      7,
      5,
      'bicubic',
      true,
      'Pillow',
      [
        0, 2.7958, 26.9719, 48.066, 69.1602, 93.3363, 105.9052, 24.7868, 37.5726, 63.0932, 91.3694, 119.6456,
        145.1662, 157.952, 87.6683, 102.0826, 129.8086, 154.0, 178.1914, 205.9174, 220.3317, 150.5497,
        172.501, 201.278, 139.2575, 77.2369, 106.0139, 127.9652, 185.1096, 211.8815, 241.1036, 122.2736,
        3.4436, 32.6657, 59.4375,
      ],
    ],
    [
      4,
      3,
      7,
      5,
      'bicubic',
      false,
      'PyTorch',
      [
        0, 1.462, 24.0076, 46.044, 68.0804, 90.626, 104.4474, 24.9283, 38.3958, 62.4952, 95.842, 129.1888,
        153.2882, 166.7558, 86.833, 102.7283, 128.6569, 154.0, 179.3431, 205.2717, 221.1671, 148.7377,
        175.5623, 201.2042, 143.038, 84.8718, 110.5137, 137.3384, 186.0253, 221.2495, 246.2665, 121.668, 0,
        22.0866, 57.3108,
      ],
    ],
  ] as const)(
    '%i×%i to %i×%i, %s, antialias %s, like %s',
    (w, h, width, height, filter, antialias, _, expected) => {
      expectClose(redOf(wrappedPicture(w, h), { width, height, filter, antialias }), expected, 1e-3);
    },
  );

  // Pillow 9.4.0, Image.resize of mode "RGB". It rounds after the rows too, where we round once: that is 1 level at most.
  it.each([
    [
      'bilinear',
      [
        101, 131, 142, 118, 122, 142, 122, 129, 121, 116, 116, 128, 114, 129, 125, 124, 126, 123, 125, 123,
        129, 150, 139, 129, 103, 146, 116, 132, 129, 129, 152, 147, 136, 150, 141, 124,
      ],
    ],
    [
      'bicubic',
      [
        97, 129, 142, 118, 126, 144, 124, 125, 121, 113, 115, 127, 120, 131, 120, 121, 122, 124, 126, 122,
        129, 154, 138, 128, 100, 147, 118, 135, 127, 128, 152, 150, 138, 150, 142, 124,
      ],
    ],
  ] as const)('8-bit pictures shrunk with %s as by Pillow', (filter, expected) => {
    const { data } = resampleImage(wrappedPicture(9, 7), { width: 4, height: 3, filter, antialias: true });
    expectClose([...data], expected, 1);
  });

  it.each([
    ['bilinear', true],
    ['bicubic', true],
    ['bilinear', false],
    ['bicubic', false],
  ] as const)('any sizes, %s, antialias %s, like ONNX Runtime', async (filter, antialias) => {
    await using resizer = await openModel(resizeModel(filter, antialias));
    const side = fc.integer({ min: 1, max: 40 });
    await fc.assert(
      fc.asyncProperty(side, side, side, side, async (w, h, width, height) => {
        const picture = texturedPicture(w, h, w * 41 + h);
        const planar = [0, 1, 2].flatMap(channel => [...picture.data].filter((_, i) => i % 3 === channel));
        const { y } = await resizer.run(
          {
            x: { data: Float32Array.from(planar), dimensions: [1, 3, h, w] },
            size: { data: BigInt64Array.of(1n, 3n, BigInt(height), BigInt(width)), dimensions: [4] },
          },
          ['y'],
        );
        const red = Array.from(y.data.subarray(0, width * height), Number);
        const clipped = red.map(value => Math.min(Math.max(value, 0), 255));
        expectClose(redOf(picture, { width, height, filter, antialias }), clipped, 2e-3);
      }),
      { numRuns: 60 },
    );
  });
});

/** ONNX's own operator, in single precision. */
function resizeModel(filter: 'bilinear' | 'bicubic', antialias: boolean): Uint8Array {
  const graph = new GraphBuilder('resize');
  const x = graph.input('x', 'float32', [1, 3, 'H', 'W']);
  const size = graph.input('size', 'int64', [4]);
  const resized = graph.op('Resize', [x, '', '', size], {
    mode: filter === 'bilinear' ? 'linear' : 'cubic',
    coordinate_transformation_mode: 'half_pixel',
    cubic_coeff_a: float(antialias ? -0.5 : -0.75),
    ...(antialias ? { antialias: 1, exclude_outside: 1 } : {}),
  });
  graph.output(resized, 'y', 'float32', [1, 3, 'P', 'Q']);
  return graph.toModel({ opset: 18, metadata: new Map(), producerVersion: '1' });
}

const filters = fc.record({ filter: fc.constantFrom('bilinear', 'bicubic'), antialias: fc.boolean() });
const sides = fc.record({ width: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 30 }) });

it('keeps a picture of the same size as it is, and one colour the same colour', () => {
  fc.assert(
    fc.property(sides, sides, filters, fc.integer({ min: 0, max: 65535 }), (from, to, filter, level) => {
      const picture = texturedPicture(from.width, from.height);
      expect(resampleImage(picture, { ...from, ...filter })).toEqual(picture);
      const length = from.width * from.height * 3;
      const plain = { ...from, data: new Uint16Array(length).fill(level) };
      const { data } = resampleImage(plain, { ...to, ...filter });
      expect(data).toEqual(new Uint16Array(to.width * to.height * 3).fill(level));
    }),
  );
});

it('computes a region as it is in the whole', () => {
  fc.assert(
    fc.property(sides, sides, filters, fc.nat(), fc.nat(), (from, to, filter, x, y) => {
      const picture = texturedPicture(from.width, from.height);
      const options = { ...to, ...filter };
      const left = x % to.width;
      const top = y % to.height;
      const region = { left, top, width: to.width - left, height: to.height - top };
      const all = resampleRegion(picture, options, whole(to));
      const part = resampleRegion(picture, options, region);
      for (let row = 0; row < region.height; row++) {
        const start = ((top + row) * to.width + left) * 3;
        const expected = all.subarray(start, start + region.width * 3);
        expect(part.subarray(row * region.width * 3, (row + 1) * region.width * 3)).toEqual(expected);
      }
    }),
  );
});

it('gives 16-bit pictures in 16 bits', () => {
  const picture = wrappedPicture(9, 7);
  const deep = { ...picture, data: Uint16Array.from(picture.data, level => level * 257) };
  const options = { width: 5, height: 6, filter: 'bicubic', antialias: true } as const;
  const { data } = resampleImage(deep, options);
  expect(data).toBeInstanceOf(Uint16Array);
  const samples = resampleRegion(picture, options, whole(options));
  expectClose(
    [...data],
    Array.from(samples, value => value * 257),
    0.6,
  );
  expect(data.some(value => value % 257 !== 0)).toBe(true);
});

it('refuses sizes and pictures that there are none of', () => {
  const picture = wrappedPicture(4, 3);
  const options = { width: 2, height: 2, filter: 'bilinear', antialias: true } as const;
  const refusal = (call: () => unknown) => {
    try {
      return call();
    } catch (error) {
      if (FrameSieveError.isInstance(error)) return `${error.code} ${error.message}`;
      throw error;
    }
  };
  expect(refusal(() => resampleImage(picture, { ...options, width: 0 }))).toMatch(/^usage .*`width`/);
  expect(refusal(() => resampleImage(picture, { ...options, height: 1.5 }))).toMatch(/^usage .*`height`/);
  expect(refusal(() => resampleImage({ ...picture, width: 5 }, options))).toMatch(/^usage .*45/);
  expect(refusal(() => resampleImage({ width: 0, height: 3, data: new Uint8Array() }, options))).toMatch(
    /^usage .*at least 3/,
  );
});
