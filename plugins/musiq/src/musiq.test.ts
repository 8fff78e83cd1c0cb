import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversionRequest, RgbImage, ScorerFactory } from '@framesieve/core';
import { Registry } from '@framesieve/core/registry';
import { createOnnxScorer, onnxAvailability } from '@framesieve/scorer';
import { describeScorer, texturedPicture } from '@framesieve/testkit';
import { writeNpz } from '@framesieve/testkit/tensor-files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flaxCheckpoint, smallSize } from '../scripts/random-checkpoint.ts';
import plugin, { musiqFamily } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-musiq-'));
});
afterAll(() => rm(folder, { recursive: true }));

const models = new Map<string, Promise<Uint8Array>>();

/** A model of random weights, made once for each set of options. */
function makeModel(classes: number, options: Partial<ConversionRequest> = {}): Promise<Uint8Array> {
  const key = JSON.stringify([classes, options]);
  const model = models.get(key) ?? convertRandom(classes, options);
  models.set(key, model);
  return model;
}

async function convertRandom(classes: number, options: Partial<ConversionRequest>): Promise<Uint8Array> {
  const path = join(folder, `${classes}.npz`);
  await writeNpz(path, flaxCheckpoint({ ...smallSize, classes }));
  const { model } = await musiqFamily.convert({
    id: 'musiq/random',
    known: null,
    files: [path],
    profile: null,
    precision: 'float32',
    signal: new AbortController().signal,
    ...options,
  });
  return model;
}

function factory(options: Partial<ConversionRequest>): ScorerFactory {
  return {
    id: 'musiq/random',
    isFamilyDefault: false,
    summary: 'MUSIQ with random weights',
    availability: onnxAvailability,
    create: async scorer => createOnnxScorer({ model: await makeModel(1, options), options: scorer }),
  };
}

describeScorer({ name: 'musiq (authors)', factory: factory({ profile: 'authors' }) });
describeScorer({ name: 'musiq (pytorch)', factory: factory({ profile: 'pytorch' }) });
describeScorer({ name: 'musiq (float16)', factory: factory({ precision: 'float16' }) });

async function scoresOf(model: Uint8Array, images: readonly RgbImage[]) {
  await using scorer = await createOnnxScorer({ model });
  return await scorer.scoreImages(images);
}

it('scores pictures of any size, down to one pixel', async () => {
  await using scorer = await createOnnxScorer({ model: await makeModel(1) });
  for (const [width, height] of [
    [1, 1],
    [2, 3],
    [31, 33],
    [448, 7],
    [447, 1],
    [1, 447],
    [300, 500],
  ] as const) {
    const [score] = await scorer.scoreImages([texturedPicture(width, height)]);
    expect(score!.score, `${width}×${height}`).not.toBeNull();
  }
});

it.each([
  [1, 'authors'],
  [1, 'pytorch'],
  [10, 'authors'],
  [10, 'pytorch'],
] as const)(
  'has no score, and a reason, where a side would be rounded to 0 (%d classes, %s)',
  async (classes, profile) => {
    await using scorer = await createOnnxScorer({ model: await makeModel(classes, { profile }) });
    for (const [width, height] of [
      [448, 1],
      [1, 449],
      [3000, 2],
    ] as const) {
      const scores = await scorer.scoreImages([1, 2].map(seed => texturedPicture(width, height, seed)));
      const none = { score: null, reason: expect.stringContaining('so narrow that') };
      expect(scores, `${width}×${height}`).toEqual([none, none]);
    }
  },
);

it('gives the distribution of a head with ten classes, and its mean', async () => {
  const model = await makeModel(10);
  const scores = await scoresOf(
    model,
    [1, 2, 3].map(seed => texturedPicture(90, 70, seed)),
  );
  for (const { score, ...rest } of scores) {
    const { distribution } = rest as { distribution: readonly number[] };
    expect(distribution).toHaveLength(10);
    expect(distribution.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
    expect(distribution.reduce((sum, share, i) => sum + share * (i + 1), 0)).toBeCloseTo(score!, 5);
  }
});

it('gives about the same in half precision', async () => {
  const pictures = [1, 2, 3, 4].map(seed => texturedPicture(120, 100, seed, seed / 4));
  const single = await scoresOf(await makeModel(1), pictures);
  const half = await scoresOf(await makeModel(1, { precision: 'float16' }), pictures);
  for (const [i, { score }] of single.entries()) {
    expect(half[i]!.score).not.toBe(score);
    // Measured: up to 0.005.
    expect(Math.abs(half[i]!.score! - score!)).toBeLessThan(0.05);
  }
});

describe('the plugin', () => {
  const registry = new Registry();
  registry.use(plugin);

  it('adds the family and its four metrics', () => {
    expect(registry.modelFamilies).toEqual([musiqFamily]);
    expect(registry.scorers.map(({ id }) => id)).toEqual(musiqFamily.models.map(({ id }) => id));
    expect(registry.scorer('musiq').id).toBe('musiq/koniq');
    for (const { supply, range, direction } of musiqFamily.models) {
      expect(direction).toBe('higher');
      expect(range[0]).toBeLessThan(range[1]!);
      expect(supply).toMatchObject({ kind: 'published', files: [{ bytes: null, sha256: null }] });
    }
  });

  it('says how to get a model that is not installed', async () => {
    const ava = registry.scorer('musiq/ava');
    expect(await ava.availability()).toEqual({
      available: false,
      reason: expect.stringContaining('not installed'),
      hint: expect.stringContaining('musiq/ava'),
    });
    await expect(ava.create({ direction: null, device: 'cpu', threads: 1 })).rejects.toMatchObject({
      code: 'model-missing',
    });
  });
});
