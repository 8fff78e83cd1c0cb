import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageScorer } from '@framesieve/core';
import { Registry } from '@framesieve/core/registry';
import { readModel, readModelMetadata, selfTestPictures } from '@framesieve/models';
import { describeScorer, flatPicture, texturedPicture } from '@framesieve/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOpencvModel, debianFolder } from '../scripts/opencv-model.ts';
import { ways } from '../test/open-scorer.ts';
import { brisqueOpencv } from './brisque-family.ts';
import plugin, { opencvMetric } from './index.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const model = readFileSync(join(import.meta.dirname, '..', 'models', 'brisque-opencv.onnx'));

describeScorer({ name: 'brisque/opencv', factory: opencvMetric });
describeScorer({
  name: 'brisque/opencv by its graph',
  factory: {
    ...opencvMetric,
    create: options => opencvMetric.create({ ...options, kernel: 'onnx' }),
  },
});

it('is what the family name alone means', () => {
  const registry = new Registry();
  registry.use(plugin);
  expect(registry.scorer('brisque').id).toBe('brisque/opencv');
});

it('states its source and licence in the file, and has no training nodes', () => {
  expect(readModelMetadata(model)).toMatchObject({
    licence: 'Apache-2.0',
    source: expect.stringContaining('OpenCV'),
  });
  expect(readModel(model).trainingNodes).toEqual([]);
});

describe.each(ways)('by the %s', way => {
  let scorer: ImageScorer;
  beforeAll(async () => {
    const kernel = way === 'graph' ? 'onnx' : 'auto';
    scorer = await opencvMetric.create({ direction: null, device: 'cpu', threads: 2, kernel });
  });
  afterAll(() => scorer[Symbol.asyncDispose]());

  it('says what it is', () => {
    expect(scorer.metric).toMatchObject({ id: 'brisque/opencv', modelDirection: 'lower', range: [0, 100] });
    expect(scorer.metric.modelSha256).toBe(sha256(model));
  });

  it('is the model that is known by name, and gives the self-test pictures the scores that are recorded', async () => {
    const { supply, selfTest } = brisqueOpencv;
    expect(supply).toMatchObject({ kind: 'bundled', sha256: sha256(model) });
    const scores = await scorer.scoreImages(selfTestPictures());
    for (const [i, { score }] of scores.entries())
      expect(Math.abs(score! - selfTest![i]!)).toBeLessThan(1e-3);
  });

  describe('where the metric is not defined', () => {
    it.each([0, 128, 255])('has no score for a flat picture of level %d', async level => {
      const [score] = await scorer.scoreImages([flatPicture(192, 192, level)]);
      expect(score).toEqual({ score: null, reason: expect.stringContaining('not defined') });
    });

    it('has none below 16 pixels, and one from there on', async () => {
      const [small] = await scorer.scoreImages([texturedPicture(40, 15)]);
      expect(small).toEqual({ score: null, reason: expect.stringContaining('at least 16×16') });
      for (const [width, height] of [
        [16, 16],
        [17, 19],
        [16, 301],
      ] as const) {
        const [score] = await scorer.scoreImages([texturedPicture(width, height)]);
        expect(score!.score).not.toBeNull();
      }
    });
  });

  it('gets worse with noise', async () => {
    const clean = texturedPicture(320, 240, 3, 0.3);
    const noisy = { ...clean, data: clean.data.map((value, i) => value + ((i * 7919) % 97) - 48) };
    const [good, bad] = await scorer.scoreImages([clean, noisy]);
    expect(bad!.score!).toBeGreaterThan(good!.score!);
  });
});

describe.skipIf(!existsSync(debianFolder))('the build from OpenCV’s files (Debian: opencv-data)', () => {
  it('gives the committed model, byte for byte', async () => {
    expect(sha256(await buildOpencvModel(debianFolder))).toBe(sha256(model));
  });
});
