import type { Frame, PictureFormat, Scan } from '@framesieve/core';
import { unknownColor } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import {
  addNoise,
  createRandom,
  deadLeaves,
  defocus,
  expose,
  motionBlur,
  type Picture,
  takePicture,
} from '@framesieve/testkit/clips';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DetailMeter } from './detail-meter.ts';

const [width, height] = [480, 272];
const scene = deadLeaves({ width: width + 40, height: height + 10, seed: 7 });
// Not all of the range, so that gain and noise don't clip.
const taken = takePicture(scene, 2, 2, width, height);
const picture: Picture = {
  ...taken,
  luma: { ...taken.luma, samples: taken.luma.samples.map(level => 45 + level * 0.55) },
};

/** A frame of a picture's luma, 0 … 255, in the given format and range. */
function frameOf({ luma }: Picture, format = 'gray', range: 'full' | 'limited' = 'full', scan?: Scan): Frame {
  const depth = Number(/(\d+)le$/.exec(format)?.[1] ?? 8);
  const scale = 2 ** (depth - 8);
  const [black, white] = range === 'full' ? [0, 2 ** depth - 1] : [16 * scale, 235 * scale];
  const parts: Partial<PictureFormat> = { color: { ...unknownColor, range }, ...(scan && { scan }) };
  const code = (level: number) => Math.round(black + (level * (white - black)) / 255);
  return makeFrame(
    format,
    luma.width,
    luma.height,
    (plane, x, y) =>
      plane > 0 && !format.startsWith('gbr')
        ? 128 * scale
        : Math.min(white, Math.max(black, code(luma.samples[y * luma.width + x]!))),
    parts,
  );
}

const meter = new DetailMeter();
const measure = ({ bytes, layout, format, rendering }: Frame) =>
  meter.measure({ bytes, layout, format, crop: rendering.crop });
const measured = (shown: Picture) => measure(frameOf(shown));

/** Replaces each block of luma by its mean, in part. */
function blocked({ luma, ...chroma }: Picture, share: number, size = 8): Picture {
  const { samples, width } = luma;
  const mean = (left: number, top: number) => {
    let sum = 0;
    for (let y = top; y < top + size; y++)
      for (let x = left; x < left + size; x++) sum += samples[y * width + x]!;
    return sum / size ** 2;
  };
  const block = samples.map((sample, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return sample + share * (mean(x - (x % size), y - (y % size)) - sample);
  });
  return { ...chroma, luma: { ...luma, samples: block } };
}

function expectFalling(values: readonly number[], factor: number) {
  for (let i = 1; i < values.length; i++) expect(values[i]!).toBeLessThan(values[i - 1]! * factor);
}

const clean = measured(picture);

describe('sharpness', () => {
  it('falls the more a picture is out of focus', () => {
    const values = [0, 1, 2, 4].map(radius => measured(defocus(picture, radius)).sharpness);
    expectFalling(values, 0.8);
    expect(values.at(-1)!).toBeLessThan(values[0]! / 4);
  });

  it('falls with blur along the rows alone', () => {
    expectFalling(
      [1, 3, 5, 7].map(length => measured(motionBlur(picture, length)).sharpness),
      0.8,
    );
  });

  it('falls with blur along the columns alone', () => {
    const turned = (plane: Picture['luma']) => ({
      width: plane.height,
      height: plane.width,
      samples: plane.samples.map(
        (_, i) => plane.samples[(i % plane.height) * plane.width + Math.floor(i / plane.height)]!,
      ),
    });
    const blurred = motionBlur(picture, 7);
    const sideways = measured({ ...blurred, luma: turned(blurred.luma) }).sharpness;
    expect(Math.abs(sideways / measured(blurred).sharpness - 1)).toBeLessThan(0.1);
    expect(sideways).toBeLessThan(0.6 * clean.sharpness);
  });

  it('is the same however bright and rich in contrast the picture is', () => {
    for (const gain of [0.5, 0.75, 1.3]) {
      const { sharpness } = measured(expose(picture, gain));
      // The rounding of 8 bits is coarser in a darker picture.
      expect(Math.abs(sharpness / clean.sharpness - 1)).toBeLessThan(0.06);
    }
  });

  it('hardly changes while the camera moves by parts of a pixel', () => {
    const values = Array.from({ length: 12 }, (_, i) => {
      const { luma } = takePicture(scene, 2 + i * 1.3, 2, width, height);
      const samples = luma.samples.map(level => 45 + level * 0.55);
      return measured({ ...taken, luma: { ...luma, samples } }).sharpness;
    });
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    for (const value of values) expect(Math.abs(value / mean - 1)).toBeLessThan(0.2);
    // What blur takes is more than that.
    expect(measured(defocus(picture, 2)).sharpness).toBeLessThan(0.6 * mean);
  });

  it('is 1 for perfect steps and 0 for even slopes', () => {
    const steps = makeFrame('gray', 320, 200, (_plane, x) => ((x >> 4) & 1 ? 200 : 50));
    expect(measure(steps).sharpness).toBeCloseTo(1, 1);
    const slopes = makeFrame('gray', 320, 200, (_plane, x) => (x % 64 < 32 ? x % 32 : 31 - (x % 32)) * 7);
    expect(measure(slopes).sharpness).toBeLessThan(0.05);
  });
});

describe('noise', () => {
  it('is the standard deviation that was added', () => {
    for (const deviation of [2, 5, 12, 22]) {
      const { noise } = measured(addNoise(picture, deviation, createRandom(3)));
      expect(noise * 255).toBeGreaterThan(0.85 * deviation);
      expect(noise * 255).toBeLessThan(1.25 * deviation + clean.noise * 255);
    }
  });

  it('is little in a clean picture, sharp or not', () => {
    expect(clean.noise * 255).toBeLessThan(2);
    expect(measured(defocus(picture, 4)).noise * 255).toBeLessThan(1);
  });

  it('leaves out what is black or white, where none can be seen', () => {
    const noisy = addNoise(picture, 12, createRandom(3)).luma;
    const samples = noisy.samples.map((level, i) => (i % width < width / 2 ? 0 : level));
    const half = measured({ ...picture, luma: { ...noisy, samples } });
    expect(half.noise * 255).toBeGreaterThan(10);
  });
});

describe('blockiness', () => {
  it('rises with the steps at the borders of blocks', () => {
    const values = [0, 0.3, 0.6, 0.9].map(share => measured(blocked(picture, share)).blockiness);
    expect(values[0]!).toBeLessThan(0.15);
    expectFalling(values.toReversed(), 0.7);
    expect(values.at(-1)!).toBeGreaterThan(1);
  });

  it('is of the borders of the coded picture, with black bars or without', () => {
    const whole = frameOf(blocked(picture, 0.6));
    const crop = { x: 3, y: 5, width: 400, height: 250 };
    const { blockiness } = measure({ ...whole, rendering: { ...whole.rendering, crop } });
    expect(blockiness).toBeGreaterThan(0.7 * measure(whole).blockiness);
  });

  it('does not take blur, noise or a grid of another size for blocks', () => {
    const others = [
      defocus(picture, 3),
      addNoise(picture, 12, createRandom(1)),
      motionBlur(picture, 9),
      blocked(picture, 0.9, 5),
    ];
    for (const other of others) expect(measured(other).blockiness).toBeLessThan(0.2);
  });

  it('does not take a pattern in one direction for blocks', () => {
    const stripes = makeFrame('gray', 320, 200, (_plane, x) => ((x >> 3) & 1 ? 200 : 50));
    expect(measure(stripes).blockiness).toBe(0);
  });

  it('looks along the rows of interlaced pictures alone', () => {
    const rows = frameOf(blocked(picture, 0.6), 'gray', 'full', 'top-first');
    expect(measure(rows).blockiness).toBeGreaterThan(0.3);
  });
});

describe('DetailMeter', () => {
  it('measures the same in any bit depth, range and model', () => {
    const noisy = addNoise(picture, 5, createRandom(2));
    const first = measure(frameOf(noisy));
    for (const [format, range] of [
      ['yuv420p', 'limited'],
      ['yuv420p', 'full'],
      ['yuv422p10le', 'limited'],
      ['yuv444p12le', 'full'],
      ['gray16le', 'full'],
      ['gbrp', 'full'],
      ['gbrp10le', 'full'],
    ] as const) {
      const other = measure(frameOf(noisy, format, range));
      // Codes are rounded to steps of 1/219 … 1/65535.
      expect(Math.abs(other.sharpness / first.sharpness - 1)).toBeLessThan(0.03);
      expect(Math.abs(other.noise / first.noise - 1)).toBeLessThan(0.03);
      expect(Math.abs(other.blockiness - first.blockiness)).toBeLessThan(0.03);
    }
  });

  it('sees no combs in interlaced pictures', () => {
    const later = takePicture(scene, 14, 2, width, height).luma.samples;
    const woven = taken.luma.samples.map((level, i) => (Math.floor(i / width) % 2 ? later[i]! : level));
    const combed = frameOf(
      { ...taken, luma: { ...taken.luma, samples: woven } },
      'gray',
      'full',
      'top-first',
    );
    const blurred = defocus(taken, 4);
    const still = measure(frameOf(taken, 'gray', 'full', 'top-first'));
    expect(Math.abs(measure(combed).sharpness / still.sharpness - 1)).toBeLessThan(0.1);
    expect(Math.abs(measure(combed).noise / still.noise - 1)).toBeLessThan(0.3);
    expect(measure(frameOf(blurred, 'gray', 'full', 'top-first')).sharpness).toBeLessThan(
      still.sharpness / 2,
    );
  });

  it('sees nothing outside of the crop', () => {
    const edge = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(edge, edge, edge, edge, fc.nat({ max: 255 }), (left, top, right, bottom, level) => {
        const crop = { x: left, y: top, width: 160 - left - right, height: 120 - top - bottom };
        const inside = (x: number, y: number) =>
          x >= crop.x && y >= crop.y && x < crop.x + crop.width && y < crop.y + crop.height;
        const content = (x: number, y: number) => picture.luma.samples[y * width + x]!;
        const [plain, surrounded] = [content, (x: number, y: number) => (x * 37 + y * 91 + level) & 255].map(
          outside =>
            makeFrame(
              'gray',
              160,
              120,
              (_plane, x, y) => (inside(x, y) ? content(x, y) : outside(x, y)),
              {},
              { crop },
            ),
        );
        expect(measure(surrounded!)).toEqual(measure(plain!));
      }),
      { numRuns: 40 },
    );
  });

  it('gives numbers in range for any samples, size, scan and crop, whatever it measured before', () => {
    const size = fc.integer({ min: 1, max: 60 });
    const format = fc.constantFrom('gray', 'yuv420p', 'gbrp', 'yuv444p10le', 'gray16le');
    const scan = fc.constantFrom<Scan>('progressive', 'top-first', 'bottom-first');
    const codes = fc.uint8Array({ minLength: 1, maxLength: 97 });
    fc.assert(
      fc.property(size, size, format, scan, codes, fc.nat(), (w, h, name, scanned, samples, seed) => {
        const crop = { x: seed % w, y: seed % h, width: w - (seed % w), height: h - (seed % h) };
        const frame = makeFrame(
          name,
          w,
          h,
          (_plane, x, y) => samples[(y * 31 + x) % samples.length]! * (name.includes('le') ? 257 : 1),
          { scan: scanned },
          { crop },
        );
        const facts = measure(frame);
        for (const value of Object.values(facts)) expect(value).toBeGreaterThanOrEqual(0);
        expect(facts.noise).toBeLessThanOrEqual(0.5);
        expect(Number.isFinite(facts.sharpness) && Number.isFinite(facts.blockiness)).toBe(true);
        measure(frameOf(picture));
        expect(measure(frame)).toEqual(facts);
      }),
      { numRuns: 60 },
    );
  });

  it('gives nothing for flat pictures', () => {
    for (const level of [0, 16, 128, 235, 255]) {
      const flat = measure(makeFrame('gray', 100, 60, () => level));
      expect(flat).toEqual({ sharpness: 0, noise: 0, blockiness: 0 });
    }
  });
});
