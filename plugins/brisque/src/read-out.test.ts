import { GraphBuilder } from '@framesieve/models';
import { readModelFacts } from '@framesieve/models/facts';
import { openModel } from '@framesieve/scorer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { madeUpSvr, plainRegression } from '../test/made-up-svr.ts';
import { createReadOut } from './read-out.ts';
import { readSvrConstants } from './svr-constants.ts';
import { featureCount, regression, svrNames } from './svr-graph.ts';

const svr = madeUpSvr(3, 50);

function modelOfRegression(): Uint8Array {
  const graph = new GraphBuilder('regression');
  const input = graph.input('features', 'float64', ['N', featureCount]);
  graph.output(regression(graph, input, svr), 'score', 'float32', ['N']);
  return graph.toModel({ opset: 17, metadata: new Map(), producerVersion: '0' });
}

it('finds the regression in a model, number by number', () => {
  const found = readSvrConstants(readModelFacts(modelOfRegression()).constant)!;
  expect(Array.from(found.supportVectors)).toEqual(svr.supportVectors.flat());
  expect(Array.from(found.coefficients)).toEqual(svr.coefficients);
  expect([found.gamma[0], found.rho[0]]).toEqual([svr.gamma, svr.rho]);
  expect([Array.from(found.minimum), Array.from(found.maximum)]).toEqual([svr.minimum, svr.maximum]);
});

it.each(Object.values(svrNames))('finds none where %s is missing or of another length', name => {
  const { constant } = readModelFacts(modelOfRegression());
  expect(readSvrConstants(wanted => (wanted === name ? null : constant(wanted)))).toBeNull();
  const longer = (wanted: string) => (wanted === name ? new Float64Array(1801) : constant(wanted));
  expect(readSvrConstants(longer)).toBeNull();
});

it('is what the graph gives for the same features, also outside of their ranges', async () => {
  const bytes = modelOfRegression();
  await using model = await openModel(bytes, { device: 'cpu' });
  const readOut = createReadOut(readSvrConstants(readModelFacts(bytes).constant)!);
  const row = fc.array(fc.double({ min: -1, max: 4, noNaN: true }), {
    minLength: featureCount,
    maxLength: featureCount,
  });
  await fc.assert(
    fc.asyncProperty(row, async values => {
      const features = Float64Array.from(values);
      const { score } = await model.run({ features: { data: features, dimensions: [1, featureCount] } }, [
        'score',
      ]);
      // The graph's is float32, and a sum of fifty terms of up to 1000.
      const found = readOut({ cells: 1, features });
      expect(Math.abs(Math.fround(found) - Number(score.data[0]))).toBeLessThanOrEqual(
        2 ** -23 * Math.max(1, Math.abs(found)),
      );
      const plain = plainRegression(values, svr);
      expect(Math.abs(found - plain)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(plain)));
    }),
  );
});

it('is not defined where a feature is not', () => {
  const readOut = createReadOut(readSvrConstants(readModelFacts(modelOfRegression()).constant)!);
  for (let i = 0; i < featureCount; i++)
    expect(readOut({ cells: 1, features: new Float64Array(featureCount).with(i, NaN) })).toBeNaN();
});
