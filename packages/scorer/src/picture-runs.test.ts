import { FrameSieveError, type RgbImage } from '@framesieve/core';
import { rawPixels } from '@framesieve/models';
import { flatPicture } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { type FakeProvider, FakeRuntime } from '../test/fake-runtime.ts';
import { hungryModel, testMetadata } from '../test/models.ts';
import { BatchPlan } from './batch-plan.ts';
import { createOnnxScorer } from './index.ts';
import { openModel } from './open-model.ts';
import { PictureRuns } from './picture-runs.ts';

const size = { width: 3, height: 2 };
const flat = (level: number): RgbImage => flatPicture(size.width, size.height, level);

/** Runs of a fake model on a device, 8 pictures a call as far as they fit. */
async function runsOn(device: string, provider: FakeProvider, most = 8) {
  const runtime = new FakeRuntime({ cpu: {}, [device]: provider });
  const metadata = {
    ...testMetadata,
    input: rawPixels(),
    batch: null,
    ...({ precision: 'float32', profile: null, kernel: null, undefinedReason: null } as const),
    ...{ citation: null, provenance: null },
  };
  const readGpus = async () => [{ memory: { freeBytes: 1e12, totalBytes: 1e12 } }];
  const runs = new PictureRuns({
    runtime: await openModel(new Uint8Array(1), { device }, runtime),
    metadata,
    plan: { inputName: 'pixels', outputName: 'score' },
    batches: new BatchPlan({ metadata, maxBatchSize: most, memoryBytes: null, readGpus }),
  });
  const said: string[] = [];
  const reports = {
    warn: (message: string) => said.push(`warn ${message}`),
    debug: (message: string) => said.push(`debug ${message}`),
  };
  const levels = async (...given: readonly number[]) =>
    (await runs.score(given.map(flat), reports)).map(({ score }) => score);
  return { runtime, runs, said, levels };
}

const outAbove = (count: number) => (_: number, pictures: number) =>
  pictures > count ? 'CUDA failure 2: out of memory' : null;

it('halves batches that memory is not enough for, and says so once', async () => {
  const { levels, said, runtime } = await runsOn('dml', { runError: outAbove(3) });
  expect(await levels(1, 2, 3, 4, 5, 6, 7, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(said).toEqual([
    'warn Memory is not enough for so many pictures of 3×2; going on with 4 in a call.',
    'debug Memory is not enough for so many pictures of 3×2; going on with 2 in a call.',
  ]);
  runtime.log.length = 0;
  expect(await levels(9, 8, 7)).toEqual([9, 8, 7]);
  expect(runtime.log).toEqual(['run dml 2', 'run dml 1']);
});

it('says clearly when memory is not enough for one picture', async () => {
  const { levels } = await runsOn('dml', { runError: outAbove(0) });
  const error = await levels(1, 2).catch((caught: unknown) => caught);
  if (!FrameSieveError.isInstance(error)) throw error;
  expect(error.code).toBe('score-failed');
  expect(error.message).toMatch(/^Memory is not enough to score one picture of 3×2 pixels \(dml\): .*out of/);
  expect(error.hint).toMatch(/--device cpu/);
});

it('tries a GPU out with as many as were planned, and has it set up for that number only', async () => {
  const { runs, levels, runtime } = await runsOn('cuda', { runError: outAbove(5) });
  expect(await runs.plan(size)).toBe(4);
  expect(runtime.log).toEqual(['open cuda', 'run cuda 8', 'run cuda 4']);
  expect(await levels(1, 2, 3)).toEqual([1, 2, 3]);
  expect(runtime.log.at(-1)).toBe('run cuda 4');
});

it('never fills a batch up on a CPU', async () => {
  const { runs, levels, runtime } = await runsOn('cpu', {});
  expect(await runs.plan(size)).toBe(1);
  expect(await levels(1, 2, 3)).toEqual([1, 2, 3]);
  expect(runtime.log).toEqual(['open cpu', 'run cpu 3']);
});

it('passes on that the device failed, once, at the call in which it did', async () => {
  const lost: FakeProvider = { runError: call => (call === 2 ? 'device lost' : null) };
  const { levels, said } = await runsOn('webgpu', lost);
  await levels(1);
  expect(said).toEqual([]);
  expect(await levels(2)).toEqual([2]);
  await levels(3);
  expect(said).toEqual(['warn Device "webgpu" failed (device lost); going on on the CPU.']);
});

it('goes on with smaller batches when the real runtime runs out of memory', async () => {
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (message: string) => warnings.push(message) };
  await using scorer = await createOnnxScorer({ model: hungryModel() });
  const images = [10, 20, 30, 40].map(level => flatPicture(4, 4, level));
  const scores = await scorer.scoreImages(images, { logger });
  expect(scores.map(({ score }) => score)).toEqual([10, 20, 30, 40]);
  expect(warnings).toEqual([expect.stringMatching(/^test\/mean: Memory is not enough .* with 2 in a call/)]);
});
