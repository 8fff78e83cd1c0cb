import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openGraph } from '../../test/open-graph.ts';
import { levelMaps, plainMap, stacked } from '../../test/plain-map.ts';
import { cropLike, padToBlocks } from './pad-to-blocks.ts';

it('adds zeros at the bottom and on the right up to a multiple of 16, and crops them again', async () => {
  const run = await openGraph({
    type: 'float64',
    rank: 3,
    build(graph, map) {
      const padded = padToBlocks(graph, map);
      return { padded: [padded, 3], cropped: [cropLike(graph, padded, map), 3] };
    },
  });
  await fc.assert(
    fc.asyncProperty(levelMaps(fc.integer({ min: 1, max: 50 })), async map => {
      const { padded, cropped } = await run(stacked([map, map]));
      const [height, width] = [map.height, map.width].map(length => Math.ceil(length / 16) * 16);
      const expected = plainMap(height!, width!, (row, column) =>
        row < map.height && column < map.width ? map.data[row * map.width + column]! : 0,
      );
      expect(padded.dimensions).toEqual([2, height, width]);
      expect(Array.from(padded.data)).toEqual(stacked([expected, expected]).data);
      expect(cropped.dimensions).toEqual([2, map.height, map.width]);
      expect(Array.from(cropped.data)).toEqual(stacked([map, map]).data);
    }),
  );
});
