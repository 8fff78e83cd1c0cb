import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConversionRequest, FrameSieveError } from '@framesieve/core';
import { readModel, readModelMetadata } from '@framesieve/models';
import { type TensorToWrite, writeNpz, writeTorch } from '@framesieve/testkit/tensor-files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pytorchCheckpoint } from '../scripts/pytorch-checkpoint.ts';
import { flaxCheckpoint, smallSize, target } from '../scripts/random-checkpoint.ts';
import { musiqFamily } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-musiq-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function npz(tensors: readonly TensorToWrite[]): Promise<string> {
  const path = join(folder, `${files++}.npz`);
  await writeNpz(path, tensors);
  return path;
}
async function pth(tensors: readonly TensorToWrite[]): Promise<string> {
  const path = join(folder, `${files++}.pth`);
  await writeTorch(path, tensors);
  return path;
}

function convert(path: string, options: Partial<ConversionRequest> = {}) {
  const signal = new AbortController().signal;
  return musiqFamily.convert({
    id: 'musiq/test',
    known: null,
    files: [path],
    profile: null,
    precision: 'float32',
    signal,
    ...options,
  });
}

async function problem(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((caught: unknown) => caught);
  if (!FrameSieveError.isInstance(error)) throw error;
  return `${error.code}: ${error.message.replaceAll(folder, '')} ${error.hint}`;
}

const ava = { ...smallSize, classes: 10 };

it.each([smallSize, ava])('gives the same bytes for the same weights in either form: %o', async sizes => {
  const flax = await npz(flaxCheckpoint(sizes));
  const torch = await pth(pytorchCheckpoint(sizes));
  for (const profile of ['authors', 'pytorch']) {
    for (const precision of ['float32', 'float16'] as const) {
      const { model } = await convert(flax, { profile, precision });
      expect((await convert(torch, { profile, precision })).model).toEqual(model);
      expect(readModelMetadata(model)).toMatchObject({ profile, precision });
    }
  }
  const whole = (await convert(flax)).model.length;
  expect((await convert(flax, { precision: 'float16' })).model.length).toBeLessThan(0.6 * whole);
});

it('takes the profile from the form of the file, and says what it read', async () => {
  const fromFlax = await convert(await npz(flaxCheckpoint(smallSize)));
  expect(readModel(fromFlax.model).metadata.get('framesieve.profile')).toBe('authors');
  expect(fromFlax.notes).toEqual([
    'Read 72 tensors: 3 layers, 24 wide, giving one score.',
    expect.stringContaining('profile `authors`'),
  ]);
  const fromTorch = await convert(await pth(pytorchCheckpoint(ava)));
  expect(readModel(fromTorch.model).metadata.get('framesieve.profile')).toBe('pytorch');
  expect(fromTorch.notes[0]).toContain('a distribution over 10 scores');
});

it('writes what a scorer has to know, from the model that the id stands for', async () => {
  const [koniq] = musiqFamily.models;
  const path = await npz(flaxCheckpoint(smallSize));
  const { model } = await convert(path, { id: 'musiq/koniq', known: koniq! });
  expect(readModelMetadata(model)).toMatchObject({
    metric: 'musiq/koniq',
    direction: 'higher',
    range: [0, 100],
    input: { layout: 'NHWC', dtype: 'uint8', minimumSize: [1, 1] },
    output: { kind: 'scalar' },
    licence: 'Apache-2.0',
    source: koniq!.homepage,
  });
  expect(readModel(model).trainingNodes).toEqual([]);
  const own = readModelMetadata((await convert(path)).model);
  expect(own).toMatchObject({ metric: 'musiq/test', range: [null, null], licence: null, source: null });
  const distribution = readModelMetadata((await convert(await npz(flaxCheckpoint(ava)))).model);
  expect(distribution.range).toEqual([1, 10]);
  expect(distribution.output).toEqual({
    kind: 'distribution',
    values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  });
});

describe('an authors’ checkpoint', () => {
  it('may number its modules otherwise, and hold the state of the training', async () => {
    const tensors = flaxCheckpoint(smallSize);
    const plain = await convert(await npz(tensors));
    const other = tensors.map(tensor => ({
      ...tensor,
      name: tensor.name
        .replace('LayerNorm_0', 'LayerNorm_9')
        .replace('LayerNorm_2', 'LayerNorm_10')
        .replace('MultiHeadDotProductAttention_1', 'SelfAttention_4')
        .replace('MlpBlock_3', 'MlpBlock_11')
        .replace('Dense_0', 'Dense_7')
        .replace('Dense_1', 'Dense_12'),
    }));
    const momentum = tensors.map(({ name, shape }) => ({
      name: `opt/state/param_states/${name.slice(target.length)}/momentum`,
      shape,
      type: 'bfloat16' as const,
      values: new Uint16Array(shape.reduce((product, length) => product * length, 1)),
    }));
    const step = { name: 'opt/state/step', shape: [], type: 'int32' as const, values: [7] };
    const renamed = await convert(await npz([...momentum, step, ...other.reverse()]));
    expect(renamed.model).toEqual(plain.model);
    expect(renamed.notes).toContain('Left out 73 entries with the state of the training.');
  });

  it('is refused with a list of what is missing, extra or of another shape', async () => {
    const tensors = flaxCheckpoint(smallSize);
    const changed = tensors
      .filter(({ name }) => !name.includes('encoderblock_1/MlpBlock_3/Dense_1') && !name.endsWith('/cls'))
      .map(tensor =>
        tensor.name.endsWith('gn2/bias') ? { ...tensor, shape: [64], values: new Float32Array(64) } : tensor,
      );
    const extra = { name: `${target}pre_logits/kernel`, shape: [2, 2], values: [1, 2, 3, 4] };
    const text = await problem(convert(await npz([...changed, extra])));
    expect(text).toMatch(/^model-invalid: /);
    expect(text).toContain('missing: opt/target/Transformer/cls');
    expect(text).toContain('opt/target/Transformer/encoderblock_1/MlpBlock_3/Dense_1/kernel');
    expect(text).toContain('not expected: opt/target/pre_logits/kernel');
    expect(text).toMatch(/gn2\/bias is \[64\] instead of \[1, 1, 1, 64\]/);
  });

  it('is refused when it is something else', async () => {
    const text = await problem(convert(await npz([{ name: 'mu_prisparam', shape: [1, 2], values: [1, 2] }])));
    expect(text).toMatch(/^model-invalid: .*missing: opt\/target\/conv_root\/kernel/);
  });

  it('is refused when it tells a thousand classes apart', async () => {
    const text = await problem(convert(await npz(flaxCheckpoint({ ...smallSize, classes: 1000 }))));
    expect(text).toMatch(/^model-invalid: .*1000 classes.*ImageNet/);
  });

  it('is refused when it lacks a layer, holds integers, or numbers that are not finite', async () => {
    const tensors = flaxCheckpoint(smallSize);
    const gap = tensors.filter(({ name }) => !name.includes('encoderblock_1/'));
    expect(await problem(convert(await npz(gap)))).toMatch(/missing: .*encoderblock_1\/.*encoderblock_2\//);
    const replaced = (values: ArrayLike<number>, type: 'int32' | 'float32') =>
      tensors.map(tensor => (tensor.name.endsWith('head/bias') ? { ...tensor, type, values } : tensor));
    expect(await problem(convert(await npz(replaced([3], 'int32'))))).toMatch(/head\/bias is int32/);
    expect(await problem(convert(await npz(replaced([Number.NaN], 'float32'))))).toMatch(
      /not finite, in opt\/target\/head\/bias/,
    );
  });
});

describe('a file of the PyTorch port', () => {
  it('may name everything `module.`, and have classes of ImageNet beside the head', async () => {
    const tensors = pytorchCheckpoint(smallSize);
    const plain = await convert(await pth(tensors));
    const inModule = tensors.map(tensor => ({ ...tensor, name: `module.${tensor.name}` }));
    expect((await convert(await pth(inModule))).model).toEqual(plain.model);
    const classes = { name: 'imagenet_head.bias', shape: [1000], values: new Float32Array(1000) };
    const more = await convert(await pth([...tensors, classes]));
    expect(more.model).toEqual(plain.model);
    expect(more.notes).toContain('Left out the classes of ImageNet (`imagenet_head`).');
    const headless = tensors.filter(({ name }) => !name.startsWith('head.'));
    expect(await problem(convert(await pth([...headless, classes])))).toMatch(
      /^model-invalid: .*trained on ImageNet only/,
    );
  });

  it('is refused with a list of what is missing or of another shape', async () => {
    const tensors = pytorchCheckpoint(smallSize)
      .filter(({ name }) => name !== 'gn_root.weight')
      .map(tensor => (tensor.name === 'head.weight' ? { ...tensor, shape: [1, 12, 2] } : tensor));
    const text = await problem(convert(await pth(tensors)));
    expect(text).toContain('missing: gn_root.weight');
    expect(text).toContain('head.weight is [1, 12, 2] instead of [1, 24]');
  });

  it('is refused when six heads can’t share its tokens', async () => {
    const tensors = pytorchCheckpoint({ ...smallSize, hidden: 24 }).map(tensor =>
      tensor.name === 'embedding.weight'
        ? { ...tensor, shape: [32, 12_288], values: new Float32Array(24 * 16_384) }
        : tensor,
    );
    expect(await problem(convert(await pth(tensors)))).toMatch(/width 32, which 6 attention heads/);
  });
});

it('refuses requests that it can’t fulfil', async () => {
  const path = await npz(flaxCheckpoint(smallSize));
  expect(await problem(convert(path, { profile: 'caffe' }))).toMatch(/^usage: Expected authors or pytorch/);
  expect(await problem(convert(path, { files: [path, path] }))).toMatch(/^model-invalid: .*one file, but 2/);
  expect(await problem(convert(path, { files: [] }))).toMatch(/one file, but 0/);
  expect(await problem(convert(join(folder, 'none.npz')))).toMatch(/^model-invalid: .*none\.npz/);
  const aborted = AbortSignal.abort(new Error('enough'));
  await expect(convert(path, { signal: aborted })).rejects.toThrow('enough');
});
