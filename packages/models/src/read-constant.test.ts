import { expect, it } from 'vitest';
import { GraphBuilder, readConstant } from './index.ts';

it('reads back what a graph was built with', () => {
  const graph = new GraphBuilder('parameters');
  const x = graph.input('x', 'float64', [2, 2]);
  const mean = graph.parameter('mean', [1 / 3, -0, 1e300, 4], [2, 2]);
  graph.output(graph.op('Sub', [x, mean]), 'y', 'float64', [2, 2]);
  const model = graph.toModel({ opset: 17, metadata: new Map([['a', 'odd length']]), producerVersion: '1' });
  expect(readConstant(model, 'mean')).toEqual(Float64Array.of(1 / 3, -0, 1e300, 4));
  expect(() => readConstant(model, 'covariance')).toThrow('no constant "covariance"');
});
