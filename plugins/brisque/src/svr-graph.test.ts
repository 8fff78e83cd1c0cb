import { GraphBuilder } from '@framesieve/models';
import { openModel } from '@framesieve/scorer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { madeUpSvr, plainRegression } from '../test/made-up-svr.ts';
import { featureCount, regression } from './svr-graph.ts';

it('scales features and applies the regression as plain code does, also outside of the ranges', async () => {
  const svr = madeUpSvr(3);
  const graph = new GraphBuilder('regression');
  const input = graph.input('features', 'float64', ['N', featureCount]);
  graph.output(regression(graph, input, svr), 'score', 'float32', ['N']);
  await using model = await openModel(
    graph.toModel({ opset: 17, metadata: new Map(), producerVersion: '0' }),
    { device: 'cpu' },
  );
  const value = fc.double({ min: -1, max: 4, noNaN: true });
  const row = fc.array(value, { minLength: featureCount, maxLength: featureCount });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async rows => {
      const features = { data: Float64Array.from(rows.flat()), dimensions: [rows.length, featureCount] };
      const { score } = await model.run({ features }, ['score']);
      expect(score.dimensions).toEqual([rows.length]);
      for (const [i, features] of rows.entries()) {
        const expected = plainRegression(features, svr);
        // The result is float32.
        expect(Math.abs(Number(score.data[i]) - expected)).toBeLessThanOrEqual(
          1e-7 * Math.max(1, Math.abs(expected)),
        );
      }
    }),
  );
});
