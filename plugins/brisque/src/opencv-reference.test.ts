import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageScorer } from '@framesieve/core';
import { openModel } from '@framesieve/scorer';
import { referenceEdgeCases, referenceFolder, referencePictures } from '@framesieve/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOpencvModel, debianFolder } from '../scripts/opencv-model.ts';
import { openScorer, ways } from '../test/open-scorer.ts';

// Scores and features by OpenCV's own implementation (cv2.quality 4.6), which clamps scores to 0 … 100.
const pictures = referencePictures();

const model = readFileSync(join(import.meta.dirname, '..', 'models', 'brisque-opencv.onnx'));

function clamp(score: number): number {
  return Math.min(100, Math.max(0, score));
}

describe.skipIf(!referenceFolder()).each(ways)('brisque/opencv by the %s against OpenCV', way => {
  let scorer: ImageScorer;
  beforeAll(async () => {
    scorer = await openScorer(model, way, 'opencv');
  });
  afterAll(() => scorer[Symbol.asyncDispose]());

  it('has pictures to compare', () => {
    expect(pictures.length).toBeGreaterThan(10);
    expect(referenceEdgeCases().length).toBeGreaterThan(5);
  });

  // 0.05 is what OpenCV's own float32 regression is good for; measured: 0.002.
  it.each(pictures.map(picture => [picture.name, picture] as const))(
    'scores %s to 0.05',
    async (_, { read, scores }) => {
      const [score] = await scorer.scoreImages([await read()]);
      expect(Math.abs(clamp(score!.score!) - scores.brisque_opencv!)).toBeLessThanOrEqual(0.05);
    },
  );

  // The reference program gave OpenCV these as RGB where it expects BGR, so red and blue are exchanged here. Where OpenCV
  // reports 100 for a fit that is not defined (a flat picture), there is no score.
  it.each(referenceEdgeCases().map(edgeCase => [edgeCase.name, edgeCase] as const))(
    'scores the edge case %s to 0.05',
    async (_, { read, scores }) => {
      const picture = await read();
      const data = picture.data.slice();
      for (let i = 0; i < data.length; i += 3) {
        data[i] = picture.data[i + 2]!;
        data[i + 2] = picture.data[i]!;
      }
      const [score] = await scorer.scoreImages([{ ...picture, data }]);
      const isFlat = new Set(data).size === 1;
      if (isFlat) expect(score!.score).toBeNull();
      else expect(Math.abs(clamp(score!.score!) - Number(scores.brisque_opencv))).toBeLessThanOrEqual(0.05);
    },
  );
});

describe.skipIf(!referenceFolder() || !existsSync(debianFolder))('the features on the way', () => {
  // 1e-6: they are float32 on both sides, and of magnitude 10 at most.
  it('are those of OpenCV to 1e-6', async () => {
    await using withFeatures = await openModel(await buildOpencvModel(debianFolder, { features: true }));
    for (const { name, read, features: expected } of pictures) {
      const { data, width, height } = await read();
      const rgb = { data: Uint8Array.from(data), dimensions: [1, height, width, 3] };
      const { features } = await withFeatures.run({ rgb }, ['features']);
      for (const [i, feature] of expected.brisque_opencv_features!.entries()) {
        expect(Math.abs(Number(features.data[i]) - feature), `${name}, feature ${i}`).toBeLessThanOrEqual(
          1e-6,
        );
      }
    }
  });
});
