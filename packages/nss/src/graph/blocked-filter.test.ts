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
import { filterBlocks, type LineFilter } from './blocked-filter.ts';

/** The definition: along the columns, then along the rows, each sample the sum of its neighbours. */
function plainFilter(map: PlainMap, { taps, step, edge }: LineFilter): PlainMap {
  const sum = (value: (offset: number) => number) =>
    taps.reduce((total, tap, i) => total + tap * value(i - 3), 0);
  const down = plainMap(map.height / step, map.width, (row, column) =>
    sum(offset => atEdge(map, row * step + offset, column, edge)),
  );
  return plainMap(down.height, map.width / step, (row, column) =>
    sum(offset => atEdge(down, row, column * step + offset, edge)),
  );
}

const sizes = fc.integer({ min: 1, max: 4 }).map(blocks => blocks * 16);
// Neither symmetric nor of sum 1, so that a wrong order shows.
const taps = { 1: [1, -2, 0.5, 4, 0.25, 3, -0.125], 2: [1, -2, 0.5, 4, 0.25, 3, -0.125, 2] };

it.each(
  (['replicate', 'symmetric', 'zero'] as const).flatMap(edge =>
    ([1, 2] as const).map(step => ({ edge, step, taps: taps[step] })),
  ),
)('filters with the edge "$edge" and step $step as its definition says', async filter => {
  const run = await openGraph({
    type: 'float64',
    rank: 3,
    build: (graph, map) => ({ filtered: [filterBlocks(graph, map, filter), 3] }),
  });
  await fc.assert(
    fc.asyncProperty(levelMaps(sizes), async map => {
      const other = plainMap(map.height, map.width, (row, column) => (row * 31 + column * 17) % 256);
      const { filtered } = await run(stacked([map, other]));
      const expected = stacked([plainFilter(map, filter), plainFilter(other, filter)]);
      expect(filtered.dimensions).toEqual(expected.dimensions);
      // Sums of some ten thousand at most.
      expect(largestDifference(filtered.data, expected.data)).toBeLessThan(1e-10);
    }),
    { numRuns: 40 },
  );
});
