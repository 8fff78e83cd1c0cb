import { type ColorDescription, type Frame, type RgbImage, unknownColor } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameToRgb } from './frame-to-rgb.ts';

/** Colour bars in 0 … 1: 75 % bars, primaries, and black and white. */
const bars = [
  [0, 0, 0],
  [1, 1, 1],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0.75, 0.75, 0],
  [0, 0.75, 0.75],
  [0.75, 0, 0.75],
  [0.2, 0.5, 0.8],
] as const;

const weights = {
  bt709: [0.2126, 0.0722],
  bt601: [0.299, 0.114],
  bt2020: [0.2627, 0.0593],
  smpte240m: [0.212, 0.087],
  fcc: [0.3, 0.11],
} as const;

/** The forward formulas of H.273: R, G, B to quantised Y, Cb, Cr. */
function encode(rgb: readonly number[], color: Pick<ColorDescription, 'matrix' | 'range'>, depth: number) {
  const [red, green, blue] = rgb as [number, number, number];
  const [luma, cb, cr] = transform();
  const full = 2 ** depth - 1;
  const unit = 2 ** (depth - 8);
  const limited = color.range === 'limited';
  const chroma = (value: number) => {
    const code = Math.round(value * (limited ? 224 * unit : full)) + 2 ** (depth - 1);
    return Math.min(Math.max(code, 0), full);
  };
  return [Math.round(limited ? (16 + 219 * luma) * unit : luma * full), chroma(cb), chroma(cr)] as const;

  function transform(): [number, number, number] {
    if (color.matrix === 'ycgco') {
      return [green / 2 + (red + blue) / 4, green / 2 - (red + blue) / 4, (red - blue) / 2];
    }
    const [kr, kb] = weights[color.matrix as keyof typeof weights];
    const y = kr * red + (1 - kr - kb) * green + kb * blue;
    return [y, (blue - y) / (2 * (1 - kb)), (red - y) / (2 * (1 - kr))];
  }
}

function pixel({ data, width }: RgbImage, x = 0, y = 0): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

function flat(name: string, codes: readonly number[], color: Partial<ColorDescription>, size = 4): Frame {
  return makeFrame(name, size, size, plane => codes[plane]!, { color: { ...unknownColor, ...color } });
}

describe('frameToRgb', () => {
  const matrices = ['bt709', 'bt601', 'bt2020', 'smpte240m', 'fcc', 'ycgco'] as const;
  const cases = matrices.flatMap(matrix => (['limited', 'full'] as const).map(range => ({ matrix, range })));

  it.each(cases)('gives the colour bars of $matrix, $range range', ({ matrix, range }) => {
    for (const [name, depth] of [
      ['yuv420p', 8],
      ['yuv444p10le', 10],
      ['yuv422p12le', 12],
      ['yuv444p16le', 16],
    ] as const) {
      for (const bar of bars) {
        const codes = encode(bar, { matrix, range }, depth);
        const actual = pixel(frameToRgb(flat(name, codes, { matrix, range })), 2, 2);
        // Quantising to 8 bits moves a sample by up to half a step in each of Y, Cb and Cr.
        const tolerance = depth === 8 ? 2 : 1;
        for (const [i, value] of actual.entries()) {
          expect(Math.abs(value - bar[i]! * 255), `${name} ${bar} ${actual}`).toBeLessThanOrEqual(tolerance);
        }
      }
    }
  });

  it('rounds the exact formula to the nearest, for any sample', () => {
    const code = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(code, code, code, (y, u, v) => {
        const rgb = frameToRgb(flat('yuv444p', [y, u, v], { matrix: 'bt709', range: 'limited' }));
        const luma = ((y - 16) * 255) / 219;
        const scale = 255 / 224;
        const exact = [
          luma + 1.5748 * (v - 128) * scale,
          luma -
            ((0.0722 * 1.8556) / 0.7152) * (u - 128) * scale -
            ((0.2126 * 1.5748) / 0.7152) * (v - 128) * scale,
          luma + 1.8556 * (u - 128) * scale,
        ].map(value => Math.min(Math.max(value, 0), 255));
        for (const [i, value] of pixel(rgb).entries())
          expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(0.5001);
      }),
    );
  });

  it('keeps grey grey, from black to white, in every format', () => {
    const names = [
      'yuv420p',
      'yuv411p',
      'yuv410p',
      'yuv440p',
      'yuva444p',
      'yuv420p9le',
      'yuv420p14le',
      'yuv444p16le',
    ];
    const matrix = fc.constantFrom(...matrices);
    const range = fc.constantFrom('limited', 'full', 'unknown');
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        matrix,
        range,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (name, m, r, level) => {
          const depth = flat(name, [0, 0, 0, 0], {}).format.pixelFormat.bitDepth;
          const unit = 2 ** (depth - 8);
          const top = r === 'full' ? 2 ** depth - 1 : 219 * unit;
          const code = Math.round(level * top) + (r === 'full' ? 0 : 16 * unit);
          const frame = flat(name, [code, 2 ** (depth - 1), 2 ** (depth - 1), 7], { matrix: m, range: r }, 5);
          const expected = (Math.round(level * top) / top) * 65535;
          const { data } = frameToRgb(frame, { bitDepth: 16 });
          expect(data).toHaveLength(5 * 5 * 3);
          for (const value of data) expect(Math.abs(value - expected)).toBeLessThanOrEqual(0.5001);
        },
      ),
    );
  });

  it('takes untagged video for BT.601 below 720p and for BT.709 from there on, limited', () => {
    const at = (width: number, height: number) =>
      pixel(frameToRgb(makeFrame('yuv420p', width, height, plane => [81, 90, 240][plane]!)), 3, 3);
    expect(at(720, 576)).toEqual([254, 0, 0]);
    const highDefinition = pixel(
      frameToRgb(flat('yuv420p', [81, 90, 240], { matrix: 'bt709', range: 'limited' })),
    );
    expect(at(1280, 8)).toEqual(highDefinition);
    expect(at(8, 720)).toEqual(highDefinition);
    expect(highDefinition).not.toEqual(at(720, 576));
  });

  it.each([{ primaries: 'bt2020' }, { transfer: 'smpte2084' }, { transfer: 'arib-std-b67' }])(
    'takes video without a matrix for BT.2020 when it states %o',
    color => {
      const codes = [81, 90, 240];
      const stated = pixel(frameToRgb(flat('yuv420p', codes, { matrix: 'bt2020', range: 'limited' })));
      expect(pixel(frameToRgb(flat('yuv420p', codes, color)))).toEqual(stated);
      expect(pixel(frameToRgb(flat('yuv420p', codes, {})))).not.toEqual(stated);
    },
  );

  it('takes grey and RGB for full range unless they say otherwise', () => {
    expect(pixel(frameToRgb(flat('gray', [100], {})))).toEqual([100, 100, 100]);
    expect(pixel(frameToRgb(flat('gray', [235], { range: 'limited' })))).toEqual([255, 255, 255]);
    expect(pixel(frameToRgb(flat('gbrap', [1, 2, 3, 9], {})))).toEqual([3, 1, 2]);
    expect(pixel(frameToRgb(flat('gbrp10le', [1023, 0, 512], {})))).toEqual([128, 255, 0]);
    expect(pixel(frameToRgb(flat('yuv444p', [1, 2, 3], { matrix: 'rgb', range: 'full' })))).toEqual([
      3, 1, 2,
    ]);
  });

  it('keeps all 16 bits of a deep picture', () => {
    const codes = [12345, 54321, 65535];
    expect(pixel(frameToRgb(flat('gbrp16le', codes, {}), { bitDepth: 16 }))).toEqual([65535, 12345, 54321]);
    expect(pixel(frameToRgb(flat('gray10le', [1023], {}), { bitDepth: 16 }))).toEqual([65535, 65535, 65535]);
  });

  it('refuses another bit depth', () => {
    expect(() => frameToRgb(flat('gray', [1], {}), { bitDepth: 10 as 8 })).toThrow(/`bitDepth`/);
  });

  // Chroma that rises by 8 from one sample to the next; what a luma position sees tells where it looked.
  it.each([
    ['left', 'x', [128, 132, 136, 140]],
    ['center', 'x', [128, 130, 134, 138]],
    ['top', 'x', [128, 130, 134, 138]],
    ['bottomleft', 'x', [128, 132, 136, 140]],
    ['unknown', 'x', [128, 132, 136, 140]],
    ['left', 'y', [128, 130, 134, 138]],
    ['topleft', 'y', [128, 132, 136, 140]],
    ['top', 'y', [128, 132, 136, 140]],
    ['bottom', 'y', [128, 128, 132, 136]],
    ['unknown', 'y', [128, 130, 134, 138]],
  ] as const)('interpolates chroma that lies %s, along %s', (chromaLocation, axis, seen) => {
    const color = { ...unknownColor, matrix: 'ycgco', range: 'full', chromaLocation } as const;
    const ramp = (plane: number, x: number, y: number) =>
      plane < 2 ? 128 : 128 + 8 * (axis === 'x' ? x : y);
    const image = frameToRgb(makeFrame('yuv420p', 8, 8, ramp, { color }));
    const reds = seen.map((_, i) => (axis === 'x' ? pixel(image, i, 3) : pixel(image, 3, i))[0]);
    // In YCgCo red is luma − Cg + Co, here 128 + (Co − 128).
    expect(reds).toEqual(seen);
  });

  it.each([
    [1, 1],
    [3, 5],
    [7, 3],
  ])('handles %i × %i pixels', (width, height) => {
    for (const name of ['yuv420p', 'yuv410p', 'yuv411p', 'gbrp']) {
      const codes = name === 'gbrp' ? [90, 90, 90] : [94, 128, 128];
      const image = frameToRgb(makeFrame(name, width, height, plane => codes[plane]!));
      expect(image).toMatchObject({ width, height });
      expect([...image.data].every(value => Math.abs(value - 90) <= 1)).toBe(true);
    }
  });

  // Pixel numbers of a picture of 3 × 2: first row 0 1 2, second row 3 4 5.
  it.each([
    [0, false, [0, 1, 2, 3, 4, 5]],
    [90, false, [3, 0, 4, 1, 5, 2]],
    [180, false, [5, 4, 3, 2, 1, 0]],
    [270, false, [2, 5, 1, 4, 0, 3]],
    [0, true, [2, 1, 0, 5, 4, 3]],
    [90, true, [5, 2, 4, 1, 3, 0]],
    [180, true, [3, 4, 5, 0, 1, 2]],
    [270, true, [0, 3, 1, 4, 2, 5]],
  ] as const)('turns the picture by %i°, mirrored: %s', (rotation, mirrored, expected) => {
    for (const bitDepth of [8, 16] as const) {
      const frame = makeFrame('gray', 3, 2, (_plane, x, y) => y * 3 + x, { rotation, mirrored });
      const image = frameToRgb(frame, { bitDepth });
      const unit = bitDepth === 8 ? 1 : 257;
      expect([image.width, image.height]).toEqual(rotation % 180 === 0 ? [3, 2] : [2, 3]);
      expect([...image.data].filter((_, i) => i % 3 === 1)).toEqual(expected.map(value => value * unit));
    }
  });

  it.each([
    [4, 3, 0, 160, 60],
    [3, 4, 0, 120, 80],
    [4, 3, 90, 60, 160],
    [3, 4, 270, 80, 120],
    [1, 1, 0, 120, 60],
    [1000, 1, 0, 120, 60],
  ] as const)(
    'makes pixels of %i:%i, turned by %i°, square: %i × %i',
    (numerator, denominator, rotation, width, height) => {
      const pixelAspect = { numerator, denominator };
      const frame = makeFrame('gray', 120, 60, (_plane, x) => 20 + x, { pixelAspect, rotation });
      const image = frameToRgb(frame);
      expect([image.width, image.height]).toEqual([width, height]);
      // A ramp stays the same ramp, in the middle as at its ends.
      const along =
        rotation === 0
          ? (t: number) => pixel(image, t, 5)
          : (t: number) => pixel(image, 5, rotation === 90 ? t : height - 1 - t);
      const length = rotation === 0 ? width : height;
      for (const t of [0, Math.floor(length / 2), length - 1]) {
        const expected = 20 + ((t + 0.5) * 120) / length - 0.5;
        expect(Math.abs(along(t)[0]! - expected)).toBeLessThanOrEqual(1);
      }
    },
  );
});
