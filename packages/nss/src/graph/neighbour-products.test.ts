import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openGraph } from '../../test/open-graph.ts';
import { plainMap, stacked } from '../../test/plain-map.ts';
import { neighbourProducts, type Shift } from './neighbour-products.ts';

const shifts: readonly Shift[] = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
  [-1, 1],
  [0, 0],
  [2, -3],
];

const open = () =>
  openGraph({
    type: 'float32',
    rank: 3,
    build: (graph, map) =>
      Object.fromEntries(
        neighbourProducts(graph, map, shifts).map((product, i) => [`${shifts[i]}`, [product, 3] as const]),
      ),
  });

it('multiplies each value with that so many rows up and columns to the left, around the edges', async () => {
  const run = await open();
  const size = fc.integer({ min: 3, max: 9 });
  await fc.assert(
    fc.asyncProperty(size, size, fc.integer({ min: 1, max: 3 }), async (height, width, count) => {
      const maps = Array.from({ length: count }, (_, i) =>
        plainMap(height, width, (row, column) => ((row * 7 + column * 5 + i * 3) % 11) - 5),
      );
      const products = await run(stacked(maps));
      for (const shift of shifts) {
        const [down, right] = shift;
        const expected = maps.map(({ data }) =>
          plainMap(height, width, (row, column) => {
            const fromRow = (row - down + height) % height;
            const fromColumn = (column - right + width) % width;
            return data[row * width + column]! * data[fromRow * width + fromColumn]!;
          }),
        );
        expect(products[`${shift}`], `shift ${shift}`).toEqual({
          data: Float64Array.from(stacked(expected).data),
          dimensions: [count, height, width],
        });
      }
    }),
  );
});
