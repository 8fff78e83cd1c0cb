import { FrameSieveError } from '@framesieve/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GraphBuilder, readModel } from './index.ts';
import { elementTypes, modelSchema } from './onnx-schema.ts';

function build(add: (graph: GraphBuilder, x: string) => string, opset = 17): Uint8Array {
  const graph = new GraphBuilder('test');
  const x = graph.input('x', 'float32', ['N', 'C', 4]);
  graph.output(add(graph, x), 'y', 'float32', []);
  return graph.toModel({ opset, metadata: new Map(), producerVersion: '1' });
}

function notOnnx(bytes: Uint8Array): boolean {
  try {
    readModel(bytes);
    return false;
  } catch (error) {
    return FrameSieveError.isInstance(error) && error.code === 'metric-unavailable';
  }
}

it('reads inputs, outputs, operators and the operator set', () => {
  const summary = readModel(
    build((graph, x) => graph.op('Relu', [graph.op('Add', [x, graph.float32(1)])]), 15),
  );
  expect(summary).toEqual({
    opset: 15,
    metadata: new Map(),
    inputs: [{ name: 'x', type: 'float32', dimensions: ['N', 'C', 4] }],
    outputs: [{ name: 'y', type: 'float32', dimensions: [] }],
    operators: ['Add', 'Identity', 'Relu'],
    trainingNodes: [],
  });
});

it('refuses what is not a model', () => {
  expect(notOnnx(new Uint8Array())).toBe(true);
  expect(notOnnx(new TextEncoder().encode('<!doctype html><title>404</title>'))).toBe(true);
  const whole = build((graph, x) => graph.op('Relu', [x]));
  expect(notOnnx(whole.subarray(0, whole.length / 2))).toBe(true);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), bytes => notOnnx(bytes)));
});

it('finds nodes that behave as in training', () => {
  const batchNormalization = (training: number) => (graph: GraphBuilder, x: string) =>
    graph.op('BatchNormalization', [x, ...Array<string>(4).fill(graph.float32([1]))], {
      training_mode: training,
    });
  expect(readModel(build(batchNormalization(1))).trainingNodes).toEqual(['BatchNormalization']);
  expect(readModel(build(batchNormalization(0))).trainingNodes).toEqual([]);

  const old = build((graph, x) => graph.ops('BatchNormalization', [x, 'a', 'b', 'c', 'd'], 5)[0]!, 9);
  expect(readModel(old).trainingNodes).toEqual(['BatchNormalization']);

  expect(readModel(build((graph, x) => graph.op('Dropout', [x]))).trainingNodes).toEqual([]);
  const unknownMode = build((graph, x) => graph.op('Dropout', [x, '', graph.op('Not', ['flag'])]));
  expect(readModel(unknownMode).trainingNodes).toEqual(['Dropout']);
});

it.each([
  [1, ['Dropout "drop"']],
  [0, []],
])('reads the mode of Dropout from a constant: %d', (mode, found) => {
  const rawData = Uint8Array.of(mode);
  const flag = { name: 'mode', dims: [], dataType: elementTypes.bool, rawData };
  const dropout = { opType: 'Dropout', name: 'drop', input: ['x', '', 'mode'], output: ['y'] };
  const bytes = encode({ node: [dropout], initializer: [flag], output: [{ name: 'y' }] });
  expect(readModel(bytes).trainingNodes).toEqual(found);
});

it('looks into the branches of control flow', () => {
  const inner = { node: [{ opType: 'Dropout', input: ['x', '', 'late'], output: ['z'] }] };
  const branch = {
    opType: 'If',
    input: ['c'],
    output: ['y'],
    attribute: [{ name: 'then_branch', type: 5, g: inner }],
  };
  const summary = readModel(encode({ node: [branch], output: [{ name: 'y' }] }));
  expect(summary.operators).toEqual(['Dropout', 'If']);
  expect(summary.trainingNodes).toEqual(['Dropout']);
});

function encode(graph: object): Uint8Array {
  const schema = modelSchema();
  return schema.encode(schema.fromObject({ irVersion: 8, opsetImport: [{ version: 17 }], graph })).finish();
}
