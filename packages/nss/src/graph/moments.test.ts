import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openGraph } from '../../test/open-graph.ts';
import { stacked } from '../../test/plain-map.ts';
import { plainMoments, signedMaps } from '../../test/plain-moments.ts';
import { moments } from './moments.ts';

const names = [
  'pixels',
  'absolute',
  'squares',
  'positiveSquares',
  'positiveCount',
  'negativeSquares',
  'negativeCount',
] as const;

it('sums over each map what plain code sums', async () => {
  const run = await openGraph({
    type: 'float32',
    rank: 3,
    build(graph, map) {
      const { pixels, ...sums } = moments(graph, map);
      const each = Object.entries(sums).map(([name, value]) => [name, [value, 1]] as const);
      // All of them are there, which fromEntries() forgets.
      const outputs = Object.fromEntries(each) as Record<keyof typeof sums, readonly [string, number]>;
      return { ...outputs, pixels: [pixels, 1] };
    },
  });
  await fc.assert(
    fc.asyncProperty(signedMaps(), async maps => {
      const sums = await run(stacked(maps));
      for (const [i, map] of maps.entries()) {
        const expected = plainMoments(map);
        for (const name of names) {
          // One number is enough for all maps of a size.
          const found = sums[name].data[name === 'pixels' ? 0 : i]!;
          // Rows are summed in float32; the squares of one sign are a difference of two such sums.
          const scale = name.endsWith('Squares') ? expected.squares : expected[name];
          expect(Math.abs(found - expected[name]), name).toBeLessThanOrEqual(2e-6 * scale);
        }
      }
    }),
  );
});

it('counts whole numbers, whatever the values', async () => {
  const run = await openGraph({
    type: 'float32',
    rank: 3,
    build(graph, map) {
      const { positiveCount, negativeCount } = moments(graph, map);
      return { positiveCount: [positiveCount, 1], negativeCount: [negativeCount, 1] };
    },
  });
  const tiny = [1e-30, -1e-30, 0, -0, 1e30, -1e30, 1e-30, 0];
  const { positiveCount, negativeCount } = await run({ data: tiny, dimensions: [1, 2, 4] });
  expect([positiveCount.data[0], negativeCount.data[0]]).toEqual([3, 2]);
});
