import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openGraph } from '../../test/open-graph.ts';
import {
  atEdge,
  largestDifference,
  levelMaps,
  type PlainMap,
  plainMap,
  stacked,
} from '../../test/plain-map.ts';
import { halfSize, halfSizeOfAny } from './half-size.ts';

/** Keys' kernel with a = −1/2, written from its two conditions: see R. Keys (1981), eq. 15. */
function keys(x: number): number {
  const t = Math.abs(x);
  if (t >= 2) return 0;
  return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
}

/**
 * What the documentation of `imresize(map, 0.5)` describes: rows first, then columns; ⌈n / 2⌉ samples, sample i at 2i + 1/2 of the
 * input; the kernel stretched twofold against aliasing, its weights normalised; beyond the edge the samples mirrored.
 */
function imresizeHalf(map: PlainMap): PlainMap {
  const at = (i: number, value: (place: number) => number) => {
    const centre = 2 * i + 0.5;
    const places = Array.from({ length: 10 }, (_, k) => Math.floor(centre) - 4 + k);
    const weights = places.map(place => keys((place - centre) / 2) / 2);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return places.reduce((sum, place, k) => sum + (weights[k]! / total) * value(place), 0);
  };
  const rows = plainMap(Math.ceil(map.height / 2), map.width, (row, column) =>
    at(row, place => atEdge(map, place, column, 'symmetric')),
  );
  return plainMap(rows.height, Math.ceil(map.width / 2), (row, column) =>
    at(column, place => atEdge(rows, row, place, 'symmetric')),
  );
}

const open = (half: typeof halfSize) =>
  openGraph({ type: 'float64', rank: 3, build: (graph, map) => ({ half: [half(graph, map), 3] }) });

it.each([
  { name: 'multiples of 16', half: halfSize, sizes: fc.integer({ min: 1, max: 5 }).map(n => n * 16) },
  { name: 'any size from 16 on', half: halfSizeOfAny, sizes: fc.integer({ min: 16, max: 70 }) },
])('halves maps as MATLAB does: $name', async ({ half, sizes }) => {
  const run = await open(half);
  await fc.assert(
    fc.asyncProperty(levelMaps(sizes), async map => {
      const turned = plainMap(map.height, map.width, (row, column) => (row * 31 + column * 17) % 256);
      const { half: result } = await run(stacked([map, turned]));
      const expected = stacked([imresizeHalf(map), imresizeHalf(turned)]);
      expect(result.dimensions).toEqual(expected.dimensions);
      expect(largestDifference(result.data, expected.data)).toBeLessThan(1e-12 * 255);
    }),
    { numRuns: 60 },
  );
});

it('keeps a flat map exactly flat', async () => {
  const run = await open(halfSizeOfAny);
  for (const level of [0, 1, 77, 128, 255]) {
    const { half } = await run(stacked([plainMap(37, 50, () => level)]));
    expect(new Set(Array.from(half.data))).toEqual(new Set([level]));
  }
});
