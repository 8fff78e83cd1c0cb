import { GraphBuilder } from '@framesieve/models';
import { openModel } from '@framesieve/scorer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { madeUpParameters } from '../test/made-up-parameters.ts';
import { modelDistance } from './distance-graph.ts';
import { featureCount } from './niqe-parameters.ts';
import { createReadOut } from './read-out.ts';

const parameters = madeUpParameters(7);

const openDistance = () => {
  const graph = new GraphBuilder('distance');
  const features = graph.input('features', 'float64', ['N', 'B', featureCount]);
  graph.output(modelDistance(graph, features, parameters), 'distance', 'float64', ['N']);
  const options = { opset: 17, metadata: new Map(), producerVersion: '0' };
  return openModel(graph.toModel(options), { device: 'cpu' });
};

const row = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
  minLength: featureCount,
  maxLength: featureCount,
});
const notDefined = fc
  .tuple(row, fc.nat(featureCount - 1), fc.constantFrom(NaN, Infinity, -Infinity))
  .map(([values, at, value]) => values.with(at, value));
const block = fc.oneof({ weight: 3, arbitrary: row }, { weight: 1, arbitrary: notDefined });

it('is the distance of the graph, picture by picture, and not defined where that is not', async () => {
  await using model = await openDistance();
  const readOut = createReadOut(parameters);
  await fc.assert(
    fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 80 }), async blocks => {
      const features = Float64Array.from(blocks.flat());
      const dimensions = [1, blocks.length, featureCount];
      const { distance } = await model.run({ features: { data: features, dimensions } }, ['distance']);
      const expected = Number(distance.data[0]);
      const found = readOut({ cells: blocks.length, features });
      if (Number.isNaN(expected)) expect(found).toBeNaN();
      else expect(Math.abs(found / expected - 1)).toBeLessThan(1e-9);
    }),
    { numRuns: 60 },
  );
});

it('leaves the features and the parameters as they are', () => {
  const before = structuredClone(parameters);
  const features = Float64Array.from({ length: 5 * featureCount }, (_, i) => Math.sin(i));
  const copy = features.slice();
  const readOut = createReadOut(parameters);
  const first = readOut({ cells: 5, features });
  expect(readOut({ cells: 5, features })).toBe(first);
  expect(features).toEqual(copy);
  expect(parameters).toEqual(before);
});

it('is not defined for a picture without blocks', () => {
  expect(createReadOut(parameters)({ cells: 0, features: new Float64Array() })).toBeNaN();
});
