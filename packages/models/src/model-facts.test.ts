import { FrameSieveError } from '@framesieve/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GraphBuilder, readModel } from './index.ts';
import { readModelFacts } from './model-facts.ts';

function modelOf(
  constants: Readonly<Record<string, ArrayLike<number>>>,
  metadata: ReadonlyMap<string, string>,
) {
  const graph = new GraphBuilder('facts');
  const x = graph.input('x', 'float64', ['N']);
  for (const [name, values] of Object.entries(constants)) graph.parameter(name, values, [values.length]);
  graph.output(graph.op('Add', [x, graph.float64(1)]), 'y', 'float64', ['N']);
  return graph.toModel({ opset: 17, metadata, producerVersion: '1' });
}

it('finds metadata and constants as the whole reader does, bit for bit', () => {
  const name = fc.string({ minLength: 1, maxLength: 20 }).filter(text => text !== '__proto__');
  const values = fc.array(fc.double(), { maxLength: 20 });
  fc.assert(
    fc.property(fc.dictionary(name, values), fc.dictionary(name, fc.string()), (constants, entries) => {
      const model = modelOf(constants, new Map(Object.entries(entries)));
      const facts = readModelFacts(model);
      expect(facts.metadata).toEqual(readModel(model).metadata);
      for (const [key, expected] of Object.entries(constants)) {
        const found = facts.constant(key);
        expect(found).toEqual(Float64Array.from(expected));
      }
    }),
  );
});

it('knows no constants of other types, nor such that are not there', () => {
  const graph = new GraphBuilder('facts');
  const x = graph.input('x', 'float32', ['N']);
  const one = graph.float32([1]);
  graph.output(graph.op('Add', [x, one]), 'y', 'float32', ['N']);
  const facts = readModelFacts(graph.toModel({ opset: 17, metadata: new Map(), producerVersion: '1' }));
  expect([facts.constant(one), facts.constant('mean')]).toEqual([null, null]);
});

it('gives copies, which the caller may change', () => {
  const facts = readModelFacts(modelOf({ mean: [1, 2] }, new Map()));
  facts.constant('mean')![0] = 7;
  expect(facts.constant('mean')).toEqual(Float64Array.of(1, 2));
});

it('refuses what is not a model, and what is cut off', () => {
  const isRefused = (bytes: Uint8Array) => {
    try {
      readModelFacts(bytes);
      return false;
    } catch (error) {
      return FrameSieveError.isInstance(error) && error.code === 'metric-unavailable';
    }
  };
  expect(isRefused(new Uint8Array())).toBe(true);
  expect(isRefused(new TextEncoder().encode('<!doctype html><title>404</title>'))).toBe(true);
  const whole = modelOf({ mean: Array.from({ length: 500 }, (_, i) => i) }, new Map());
  expect(isRefused(whole.subarray(0, whole.length / 2))).toBe(true);
});
