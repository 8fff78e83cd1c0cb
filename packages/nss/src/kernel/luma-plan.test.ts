import type { ChromaLocation, ColorMatrix, ColorRange } from '@framesieve/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openAssembly } from '../../test/open-assembly.ts';
import { plainRgb, planesPicture } from '../../test/plain-rgb.ts';
import { random } from '../../test/textures.ts';
import { kernelNames } from './kernel-code.ts';
import { lumaPlan, writeChromaRows } from './luma-plan.ts';
import type { PlanesPicture } from './nss-picture.ts';
import { brisqueOpencvRules, type NssRules, niqeRules } from './nss-rules.ts';
import { writePlan } from './plan-writer.ts';

const weights = {
  matlab: [0.298936021293775, 0.587043074451121, 0.114020904255103],
  opencv: [9798, 19_235, 3735],
};

/** Luma of the picture's RGB, as the releases make it. */
function plainLuma(picture: PlanesPicture, { luma }: NssRules): Uint8Array {
  const { data } = plainRgb(picture);
  const unit = luma === 'opencv' ? 2 ** -15 : 1;
  return Uint8Array.from({ length: data.length / 3 }, (_, i) => {
    return Math.floor(
      weights[luma].reduce((sum, weight, c) => sum + weight * data[i * 3 + c]!, 0) * unit + 0.5,
    );
  });
}

const pages = 16;

async function openLuma(name: (typeof kernelNames)[number]) {
  const { assembly, memory } = await openAssembly(name, pages);
  return (picture: PlanesPicture, rules: NssRules) => {
    const { area } = picture;
    const target = { address: 65_536 + 64, stride: area.width + 64, width: area.width, height: area.height };
    const places = { samples: 5 * 65_536, chromaRows: 1024, work: 8192 };
    new Uint8Array(memory.buffer, places.samples).set(picture.bytes);
    writeChromaRows(memory.buffer, places.chromaRows, picture.format, area);
    const { maker, fields } = lumaPlan(picture, area, target, rules, places);
    writePlan(memory.buffer, 512, fields);
    assembly[maker](512);
    const plane = new Uint8Array(memory.buffer);
    const found = new Uint8Array(area.width * area.height);
    for (let y = 0; y < area.height; y++) {
      const row = target.address + y * target.stride;
      found.set(plane.subarray(row, row + area.width), y * area.width);
      const edges = [plane[row - 1], plane[row - 4], plane[row + area.width], plane[row + area.width + 3]];
      const [first, last] = [plane[row]!, plane[row + area.width - 1]!];
      expect(edges).toEqual(rules.windowEdge === 'zero' ? [0, 0, 0, 0] : [first, first, last, last]);
    }
    return found;
  };
}

const formats = fc.record({
  name: fc.constantFrom(
    ...['yuv420p', 'yuv422p', 'yuv444p', 'yuv440p', 'yuv420p10le', 'yuv422p12le', 'yuv444p16le', 'yuva420p'],
    ...['gray', 'gray10le', 'gbrp', 'gbrp12le', 'yuv420p9le'],
  ),
  matrix: fc.constantFrom<ColorMatrix>('bt709', 'bt601', 'bt2020', 'smpte240m', 'fcc', 'unknown', 'rgb'),
  range: fc.constantFrom<ColorRange>('limited', 'full', 'unknown'),
  chromaLocation: fc.constantFrom<ChromaLocation>(
    'left',
    'center',
    'topleft',
    'top',
    'bottomleft',
    'bottom',
    'unknown',
  ),
});

const sizes = fc.record({
  width: fc.integer({ min: 16, max: 61 }),
  height: fc.integer({ min: 16, max: 40 }),
  x: fc.integer({ min: 0, max: 9 }),
  y: fc.integer({ min: 0, max: 9 }),
  right: fc.integer({ min: 0, max: 9 }),
  bottom: fc.integer({ min: 0, max: 9 }),
});

// Float32 rounds a sum that lies within 1e-4 of a half otherwise than float64 now and then.
it.each(kernelNames)('makes the luma that the RGB of a picture has: %s', async name => {
  const luma = await openLuma(name);
  let samples = 0;
  let different = 0;
  fc.assert(
    fc.property(formats, sizes, fc.nat(), (format, size, seed) => {
      const area = { x: size.x, y: size.y, width: size.width, height: size.height };
      const color = { ...format, transfer: 'bt709', primaries: 'bt709' };
      const next = random(seed);
      const depth = Number(/(\d+)le$/.exec(format.name)?.[1] ?? 8);
      const picture = planesPicture(
        format.name,
        size.x + size.width + size.right,
        size.y + size.height + size.bottom,
        () => Math.floor(next() * 2 ** depth),
        { color },
        area,
      );
      for (const rules of [niqeRules, brisqueOpencvRules]) {
        const expected = plainLuma(picture, rules);
        for (const [i, level] of luma(picture, rules).entries()) {
          samples++;
          if (level === expected[i]) continue;
          different++;
          expect(Math.abs(level - expected[i]!)).toBe(1);
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(samples).toBeGreaterThan(10_000);
  expect(different / samples).toBeLessThan(1e-3);
});
