import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainFeatures, plainScales } from '../../test/plain-features.ts';
import type { PlainMap } from '../../test/plain-map.ts';
import { random, texture } from '../../test/textures.ts';
import { chooseKernel, kernelNames, loadKernel } from './kernel-code.ts';
import { NssKernel } from './nss-kernel.ts';
import type { RgbPicture } from './nss-picture.ts';
import { brisqueOpencvRules, brisqueUtliveRules, type NssRules, niqeRules } from './nss-rules.ts';
import { wasm } from './web-assembly.ts';

const presets: readonly (readonly [string, NssRules])[] = [
  ['niqe', niqeRules],
  ['brisque/utlive', brisqueUtliveRules],
  ['brisque/opencv', brisqueOpencvRules],
];

/** Shapes are steps of 0.001, and NIQE's sides follow from them; the other features are numbers of about 1. */
function expectClose(
  features: Float64Array,
  expected: readonly (readonly number[])[],
  { sides }: NssRules,
): void {
  const width = sides === 'scale' ? 2e-3 : 2e-4;
  const flat = expected.flat();
  expect(features).toHaveLength(flat.length);
  for (const [i, value] of flat.entries()) {
    const isShape = [0, 2, 6, 10, 14].includes(i % 18);
    expect(Math.abs(features[i]! - value), `feature ${i % 36} of block ${Math.floor(i / 36)}`).toBeLessThan(
      isShape ? 0.0025 : width,
    );
  }
}

/** Whether a normalised value is nil but for rounding: the side that its products count to is not defined. */
function isNilSomewhere(luma: PlainMap, rules: NssRules): boolean {
  return plainScales(luma, rules).some(({ data }) => Array.from(data).some(value => Math.abs(value) < 1e-5));
}

function greyPicture({ height, width, data }: PlainMap): RgbPicture {
  const rgb = Uint8Array.from({ length: height * width * 3 }, (_, i) => data[Math.floor(i / 3)]!);
  return { kind: 'rgb', data: rgb, width, height };
}

describe.each(kernelNames)('the kernel %s', name => {
  it.each(presets)('finds the features of %s in pictures of any size', async (_, rules) => {
    const kernel = await NssKernel.create(null, await loadKernel(name));
    const least = rules.blockSize ?? 16;
    const size = fc.integer({ min: least, max: least + 140 });
    fc.assert(
      fc.property(size, size, fc.nat(), (height, width, seed) => {
        const luma = texture(height, width, seed);
        fc.pre(!isNilSomewhere(luma, rules));
        const { cells, features } = kernel.measure(greyPicture(luma), rules);
        expect(cells * 36).toBe(features.length);
        expectClose(features, plainFeatures(luma, rules), rules);
      }),
      { numRuns: 12 },
    );
  });

  it('finds the same in a picture that is wider than a strip', async () => {
    const kernel = await NssKernel.create(null, await loadKernel(name));
    for (const [, rules] of presets) {
      const luma = texture(113, 1011, 3);
      expectClose(kernel.measure(greyPicture(luma), rules).features, plainFeatures(luma, rules), rules);
    }
  });
});

it('rounds luma of colours as each release does', async () => {
  const kernel = await NssKernel.create(null);
  const next = random(5);
  const data = Uint8Array.from({ length: 120 * 100 * 3 }, () => Math.floor(next() * 256));
  for (const [, rules] of presets) {
    const luma = Uint8Array.from({ length: 120 * 100 }, (_, i) => {
      const [r, g, b] = [data[i * 3]!, data[i * 3 + 1]!, data[i * 3 + 2]!];
      return rules.luma === 'opencv'
        ? (9798 * r + 19_235 * g + 3735 * b + 16_384) >> 15
        : Math.floor(0.298936021293775 * r + 0.587043074451121 * g + 0.114020904255103 * b + 0.5);
    });
    const found = kernel.measure({ kind: 'rgb', data, width: 120, height: 100 }, rules);
    const expected = kernel.measure(greyPicture({ height: 100, width: 120, data: luma }), rules);
    expect(found).toEqual(expected);
  }
});

it('leaves features undefined where there is nothing to fit', async () => {
  const kernel = await NssKernel.create(null);
  const flat = greyPicture({ height: 200, width: 200, data: new Uint8Array(40_000).fill(77) });
  const { cells, features } = kernel.measure(flat, niqeRules);
  expect(cells).toBe(4);
  expect(features[0]).toBeCloseTo(0.2);
  expect(features[1]).toBeNaN();
});

it('counts no rounding error of any flat level as texture', async () => {
  for (const name of kernelNames) {
    const kernel = await NssKernel.create(null, await loadKernel(name));
    for (let level = 0; level < 256; level++) {
      const flat = greyPicture({ height: 96, width: 96, data: new Uint8Array(9216).fill(level) });
      expect(kernel.measure(flat, niqeRules).features[1], `${name}, level ${level}`).toBeNaN();
    }
  }
});

it('measures in a memory that others use without touching what is theirs', async () => {
  const memory = new wasm.Memory({ initial: 2, maximum: 65_536, shared: true });
  const theirs = new Uint8Array(memory.buffer).fill(171);
  const kernels = [await NssKernel.create(memory), await NssKernel.create(memory)];
  const alone = await NssKernel.create(null);
  for (const seed of [1, 2, 3]) {
    const luma = texture(100 + 60 * seed, 130, seed);
    for (const [, rules] of presets) {
      const expected = alone.measure(greyPicture(luma), rules);
      for (const kernel of kernels) expect(kernel.measure(greyPicture(luma), rules)).toEqual(expected);
    }
  }
  expect(theirs.every(byte => byte === 171)).toBe(true);
});

it('is the fastest form that the machine runs', async () => {
  const kernel = await NssKernel.create(null);
  expect(kernel.name).toBe(chooseKernel());
  expect(kernelNames).toContain(kernel.name);
});
