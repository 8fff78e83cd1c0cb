import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openGraph } from '../../test/open-graph.ts';
import { aggdRatios, ggdRatios, meanFactors, scaleFactors, shapes } from '../shape-table.ts';
import { fitShape } from './fit-shape.ts';

const open = (table: readonly number[]) =>
  openGraph({
    type: 'float64',
    rank: 1,
    build(graph, ratio) {
      const fitted = fitShape(graph, ratio, table);
      return { shape: [fitted.shape, 1], scale: [fitted.scaleFactor, 1], mean: [fitted.meanFactor, 1] };
    },
  });

const tables = [
  { name: 'ascending', table: aggdRatios },
  { name: 'descending', table: ggdRatios },
];

/** The first of the entries that are closest to the ratio, looked for one by one. */
function closest(table: readonly number[], ratio: number): number {
  let best = 0;
  for (const [i, value] of table.entries())
    if (Math.abs(value - ratio) < Math.abs(table[best]! - ratio)) best = i;
  return best;
}

it.each(tables)('finds the closest in the $name table, whatever the ratio', async ({ table }) => {
  const run = await open(table);
  const [low, high] = [Math.min(...table), Math.max(...table)];
  const inRange = fc.double({ min: low, max: high, noNaN: true });
  const around = fc.double({ min: 2 * low - high, max: 2 * high - low, noNaN: true });
  const ratios = fc.array(fc.oneof(inRange, around, fc.double({ noNaN: true, noDefaultInfinity: true })), {
    minLength: 1,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(ratios, async data => {
      const { shape, scale, mean } = await run({ data, dimensions: [data.length] });
      for (const [i, ratio] of data.entries()) {
        const index = shapes.indexOf(shape.data[i]!);
        const best = closest(table, ratio);
        // Where two are as close as rounding can tell, either will do.
        const [distance, least] = [index, best].map(at => Math.abs(table[at]! - ratio));
        if (index !== best)
          expect(Math.abs(distance! - least!)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(ratio));
        expect([scale.data[i], mean.data[i]]).toEqual([scaleFactors[index], meanFactors[index]]);
      }
    }),
    { numRuns: 300 },
  );
});

it.each(tables)('finds every entry of the $name table itself', async ({ table }) => {
  const run = await open(table);
  const { shape } = await run({ data: table, dimensions: [table.length] });
  expect(Array.from(shape.data)).toEqual(shapes);
});

it.each(tables)(
  'gives the first shape for NaN, and those at the ends beyond them ($name)',
  async ({ table }) => {
    const run = await open(table);
    const data = [NaN, -Infinity, Infinity, -1e300, 1e300];
    const { shape } = await run({ data, dimensions: [data.length] });
    const [below, above] = table === aggdRatios ? [shapes[0], shapes.at(-1)] : [shapes.at(-1), shapes[0]];
    expect(Array.from(shape.data)).toEqual([shapes[0], below, above, below, above]);
  },
);
