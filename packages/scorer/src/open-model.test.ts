import { FrameSieveError } from '@framesieve/core';
import { GraphBuilder } from '@framesieve/models';
import { expect, it } from 'vitest';
import { openModel } from './index.ts';

/** Sum and product of two inputs, how many values there are, and the sum in half and double precision. */
function twoInputs(): Uint8Array {
  const graph = new GraphBuilder('two');
  const a = graph.input('a', 'float32', ['N']);
  const b = graph.input('b', 'float16', ['N']);
  const wide = graph.cast(b, 'float32');
  const sum = graph.op('Add', [a, wide]);
  graph.output(sum, 'sum', 'float32', ['N']);
  graph.output(graph.op('Mul', [a, wide]), 'product', 'float32', ['N']);
  graph.output(graph.op('Shape', [a]), 'count', 'int64', [1]);
  graph.output(graph.cast(sum, 'float64'), 'double', 'float64', ['N']);
  graph.output(graph.cast(sum, 'float16'), 'half', 'float16', ['N']);
  graph.output(graph.cast(sum, 'int32'), 'whole', 'int32', ['N']);
  return graph.toModel({ opset: 17, metadata: new Map(), producerVersion: '1' });
}

const vector = (...numbers: number[]) => ({ data: Float32Array.from(numbers), dimensions: [numbers.length] });
const inputs = { a: vector(1, 2, 3), b: vector(0.5, 0.25, 1 / 3) };

async function problem(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((caught: unknown) => caught);
  if (!FrameSieveError.isInstance(error)) throw error;
  return `${error.code}: ${error.message} ${error.hint}`;
}

it('runs a model of several inputs and outputs, of several types', async () => {
  await using model = await openModel(twoInputs(), { device: 'cpu', threads: 1 });
  expect([model.device, model.warning]).toEqual(['cpu', null]);
  const third = 1365 / 4096; // 1/3 in half precision
  const results = await model.run(inputs, ['count', 'sum', 'double', 'half']);
  expect(Object.keys(results)).toEqual(['count', 'sum', 'double', 'half']);
  expect(results.count).toEqual({ data: BigInt64Array.of(3n), dimensions: [1] });
  expect(results.sum).toEqual({ data: Float32Array.of(1.5, 2.25, 3 + third), dimensions: [3] });
  expect(results.double.data).toEqual(Float64Array.from([1.5, 2.25, Math.fround(3 + third)]));
  // 3 + 1/3 to multiples of 2^-9.
  expect(results.half).toEqual({ data: Float32Array.of(1.5, 2.25, 1707 / 512), dimensions: [3] });
  expect((await model.run(inputs, ['product'])).product.data).toEqual(Float32Array.of(0.5, 0.5, 3 * third));
});

it('takes shared memory', async () => {
  await using model = await openModel(twoInputs());
  const data = new Float32Array(new SharedArrayBuffer(12)).fill(2);
  const { sum } = await model.run({ ...inputs, a: { data, dimensions: [3] } }, ['sum']);
  expect(sum.data.slice(0, 2)).toEqual(Float32Array.of(2.5, 2.25));
});

it('says what is wrong with a call', async () => {
  const model = await openModel(twoInputs());
  const { a, b } = inputs;
  const run = (given: Parameters<typeof model.run>[0], outputs: readonly string[] = ['sum']) =>
    problem(model.run(given, outputs));
  expect(await run({ a })).toMatch(/^usage: Expected the inputs of the model: "a", "b" for `inputs`/);
  expect(await run({ a, c: b })).toMatch(/^usage: .*`inputs` but received "a, c"/);
  expect(await run(inputs, ['sum', 'mean'])).toMatch(/^usage: .*"product".*`outputs`.*"sum, mean"/);
  expect(await run({ a, b: vector(1, 2) })).toMatch(/^score-failed: ONNX Runtime failed: .*sizes/s);
  expect(await run({ b, a: { data: new Float64Array(3), dimensions: [3] } })).toMatch(
    /^score-failed: .*types/s,
  );
  expect(await run({ b, a: { data: new Float32Array(3), dimensions: [4] } })).toMatch(/^score-failed: /);
  expect(await run(inputs, ['whole'])).toMatch(/^score-failed: .*"whole" is int32; .*Cast/);
  await model[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
  expect(await run(inputs)).toMatch(/^internal: .*closed/);
});

it('refuses what is not a model', async () => {
  expect(await problem(openModel(new Uint8Array(100)))).toMatch(/^metric-unavailable: ONNX Runtime refuses/);
});
