import { GraphBuilder } from '@framesieve/models';
import { openModel } from '@framesieve/scorer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { madeUpParameters } from '../test/made-up-parameters.ts';
import { plainDistance } from '../test/plain-distance.ts';
import { modelDistance } from './distance-graph.ts';
import { featureCount } from './niqe-parameters.ts';

const parameters = madeUpParameters(5);

const openDistance = () => {
  const graph = new GraphBuilder('distance');
  const features = graph.input('features', 'float64', ['N', 'B', featureCount]);
  graph.output(modelDistance(graph, features, parameters), 'distance', 'float64', ['N']);
  return openModel(graph.toModel({ opset: 17, metadata: new Map(), producerVersion: '0' }), {
    device: 'cpu',
  });
};

const anyFeature = fc.double({ min: -3, max: 3, noNaN: true });
const defined = fc.array(anyFeature, { minLength: featureCount, maxLength: featureCount });
const notDefined = fc
  .tuple(defined, fc.nat(featureCount - 1), fc.constantFrom(NaN, Infinity, -Infinity))
  .map(([row, at, value]) => row.with(at, value));
const row = fc.oneof({ weight: 3, arbitrary: defined }, { weight: 1, arbitrary: notDefined });

it('is that of plain code, for each picture on its own, with blocks that are not defined left out', async () => {
  await using model = await openDistance();
  const pictures = fc
    .integer({ min: 1, max: 12 })
    .chain(blocks =>
      fc.array(fc.array(row, { minLength: blocks, maxLength: blocks }), { minLength: 1, maxLength: 3 }),
    );
  await fc.assert(
    fc.asyncProperty(pictures, async rows => {
      const dimensions = [rows.length, rows[0]!.length, featureCount];
      const { distance } = await model.run(
        { features: { data: Float64Array.from(rows.flat(2)), dimensions } },
        ['distance'],
      );
      expect(distance.dimensions).toEqual([rows.length]);
      for (const [i, blocks] of rows.entries()) {
        const expected = plainDistance(blocks, parameters);
        const found = Number(distance.data[i]);
        if (expected === null) expect(found).toBeNaN();
        else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-9);
      }
    }),
    { numRuns: 60 },
  );
});

it('is 0 where all blocks are like the mean of the model', async () => {
  await using model = await openDistance();
  const data = Float64Array.from([...parameters.mean, ...parameters.mean]);
  const { distance } = await model.run({ features: { data, dimensions: [1, 2, featureCount] } }, [
    'distance',
  ]);
  expect(Math.abs(Number(distance.data[0]))).toBe(0);
});

it.each([
  ['one of two', 2, [1]],
  ['all but one of twelve', 12, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11]],
  ['the only one', 1, [0]],
])('is not defined with %s of the blocks left out', async (_, blocks, leftOut) => {
  await using model = await openDistance();
  const data = Float64Array.from({ length: blocks * featureCount }, (_, i) =>
    leftOut.includes(Math.floor(i / featureCount)) && i % featureCount === 3 ? NaN : Math.sin(i),
  );
  const features = { data, dimensions: [1, blocks, featureCount] };
  const { distance } = await model.run({ features }, ['distance']);
  expect(Number(distance.data[0])).toBeNaN();
});
