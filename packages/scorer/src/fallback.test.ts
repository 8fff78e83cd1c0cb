import { FrameSieveError } from '@framesieve/core';
import { expect, it } from 'vitest';
import { FakeRuntime } from '../test/fake-runtime.ts';
import { openModel } from './open-model.ts';

const model = new Uint8Array(1);
const pixels = { data: Uint8Array.of(7, 0, 0, 9, 0, 0), dimensions: [2, 1, 1, 3] };

async function problem(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((caught: unknown) => caught);
  if (!FrameSieveError.isInstance(error)) throw error;
  return `${error.code}: ${error.message}`;
}

it('goes to the CPU when a provider is not known or can’t be opened', async () => {
  const runtime = new FakeRuntime({ cpu: {}, cuda: { openError: 'no driver' } });
  for (const [device, reason] of [
    ['rocm', 'ONNX Runtime has cpu, cuda here'],
    ['cuda', 'no driver'],
    ['cuda:3', 'no driver'],
  ]) {
    await using opened = await openModel(model, { device: device! }, runtime);
    expect(opened.device).toBe('cpu');
    expect(opened.warning).toBe(`Device "${device}" can't be used (${reason}); running on the CPU.`);
  }
});

it('goes to the CPU when a provider fails in the middle, does that call again, and stays there', async () => {
  const runtime = new FakeRuntime({
    cpu: {},
    webgpu: { runError: call => (call === 3 ? 'device lost' : null) },
  });
  await using opened = await openModel(model, { device: 'webgpu' }, runtime);
  for (let i = 0; i < 2; i++) await opened.run({ pixels }, ['score']);
  expect([opened.device, opened.warning]).toEqual(['webgpu', null]);
  const results = await Promise.all([1, 2].map(() => opened.run({ pixels }, ['score'])));
  for (const { score } of results) expect(score).toEqual({ data: Float32Array.of(7, 9), dimensions: [2] });
  expect(opened.device).toBe('cpu');
  expect(opened.warning).toBe('Device "webgpu" failed (device lost); going on on the CPU.');
  await opened.run({ pixels }, ['score']);
  expect(runtime.log.filter(entry => entry === 'open cpu')).toHaveLength(1);
  expect(runtime.log.at(-1)).toBe('run cpu 2');
});

it('stays where it is when the CPU fails too, since the input is to blame', async () => {
  const runtime = new FakeRuntime({
    cpu: { runError: () => 'bad shape' },
    cuda: { runError: call => (call === 1 ? 'bad shape on GPU' : null) },
  });
  const opened = await openModel(model, { device: 'cuda' }, runtime);
  expect(await problem(opened.run({ pixels }, ['score']))).toBe(
    'score-failed: ONNX Runtime failed: bad shape',
  );
  await opened.run({ pixels }, ['score']);
  expect([opened.device, opened.warning]).toEqual(['cuda', null]);
  await opened[Symbol.asyncDispose]();
  expect(runtime.log.slice(-2)).toEqual(['close cuda', 'close cpu']);
});

it('leaves it to whoever calls to do with less when memory runs out', async () => {
  const runtime = new FakeRuntime({ cpu: {}, cuda: { runError: () => 'CUDA failure 2: out of memory' } });
  await using opened = await openModel(model, { device: 'cuda' }, runtime);
  expect(await problem(opened.run({ pixels }, ['score']))).toMatch(/out of memory/);
  expect(opened.device).toBe('cuda');
});

it('says when the runtime can’t be loaded or refuses the model', async () => {
  const broken = new FakeRuntime({ cpu: { openError: 'opset 99' } });
  expect(await problem(openModel(model, {}, broken))).toBe(
    'metric-unavailable: ONNX Runtime refuses the model: opset 99',
  );
  broken.describe = () => Promise.reject(new Error('no binary'));
  expect(await problem(openModel(model, {}, broken))).toBe(
    "metric-unavailable: ONNX Runtime can't be loaded: no binary",
  );
});
