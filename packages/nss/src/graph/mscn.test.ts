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
import type { Edge } from './blocked-filter.ts';
import { localStatistics } from './mscn.ts';

const edges = ['replicate', 'symmetric', 'zero'] as const;

const open = (edge: Edge) =>
  openGraph({
    type: 'float64',
    rank: 3,
    build(graph, map) {
      const { mscn, deviation } = localStatistics(graph, map, edge);
      return { mscn: [mscn, 3], deviation: [deviation, 3] };
    },
  });

const offsets = [-3, -2, -1, 0, 1, 2, 3];
const weight = (down: number, across: number) => Math.exp(-(down ** 2 + across ** 2) / (2 * (7 / 6) ** 2));
const windowSum = offsets
  .flatMap(down => offsets.map(across => weight(down, across)))
  .reduce((a, b) => a + b);

/** The paper's equations 1 to 3 with the window in two dimensions. The variance is summed from differences, which loses no digits. */
function plainStatistics(map: PlainMap, edge: Edge) {
  const weighted = (row: number, column: number, of: (value: number) => number) =>
    offsets
      .flatMap(down =>
        offsets.map(across => weight(down, across) * of(atEdge(map, row + down, column + across, edge))),
      )
      .reduce((total, value) => total + value, 0) / windowSum;
  const mean = plainMap(map.height, map.width, (row, column) => weighted(row, column, value => value));
  const deviation = plainMap(map.height, map.width, (row, column) => {
    const centre = mean.data[row * map.width + column]!;
    return Math.sqrt(weighted(row, column, value => (value - centre) ** 2));
  });
  const mscn = plainMap(map.height, map.width, (row, column) => {
    const i = row * map.width + column;
    return (map.data[i]! - mean.data[i]!) / (deviation.data[i]! + 1);
  });
  return { mscn, deviation };
}

const sizes = fc.constantFrom(16, 32);

it.each(edges)('follows the equations with the edge "%s"', async edge => {
  const run = await open(edge);
  await fc.assert(
    fc.asyncProperty(levelMaps(sizes), async map => {
      const { mscn, deviation } = await run(stacked([map]));
      const expected = plainStatistics(map, edge);
      // σ² is a difference of numbers up to 255²; rounding of them leaves 1e-11, of which the root is 3e-6.
      expect(largestDifference(deviation.data, expected.deviation.data)).toBeLessThan(1e-5);
      // It is float32, and of magnitude 100 at most.
      expect(largestDifference(mscn.data, expected.mscn.data)).toBeLessThan(1e-5);
    }),
    { numRuns: 20 },
  );
});

it.each(edges)('is exactly 0 in flat areas of any level, edge "%s"', async edge => {
  const run = await open(edge);
  const levels = Array.from({ length: 256 }, (_, level) => plainMap(16, 32, () => level));
  const { mscn } = await run(stacked(levels));
  const inner = Array.from(mscn.data).filter((_, i) => {
    const [row, column] = [Math.floor(i / 32) % 16, i % 32];
    return edge !== 'zero' || (row >= 3 && row < 13 && column >= 3 && column < 29);
  });
  expect(inner.length).toBeGreaterThan(0);
  expect(inner.every(value => value === 0)).toBe(true);
});

it('is exactly 0 in the flat half of a picture, up to where the window sees the other', async () => {
  const run = await open('replicate');
  const maps = [1, 16, 77, 128, 254].map(level =>
    plainMap(32, 64, (row, column) => (column < 32 ? level : (row * row * 31 + column * column * 17) % 256)),
  );
  const { mscn } = await run(stacked(maps));
  const zeroIn = (column: number) =>
    Array.from(mscn.data).filter((value, i) => i % 64 === column && value === 0).length;
  for (let column = 0; column < 29; column++) expect(zeroIn(column)).toBe(5 * 32);
  for (let column = 29; column < 64; column++) expect(zeroIn(column)).toBeLessThan(20);
});
