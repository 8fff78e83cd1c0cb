import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RgbImage } from '@framesieve/core';
import { createOnnxScorer, type OnnxScorer } from '@framesieve/scorer';
import { sharedFolder } from '@framesieve/testkit/shared';
import ort from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOpencvModel, debianFolder } from '../scripts/opencv-model.ts';

// Scores and features by OpenCV's own implementation (cv2.quality 4.6), which clamps scores to 0 … 100.
interface Golden {
  readonly images: Record<
    string,
    {
      readonly rgb24_sha256: string;
      readonly scores: { readonly brisque_opencv: number };
      readonly features: { readonly brisque_opencv_features: readonly number[] };
    }
  >;
  readonly edge_cases: Record<string, { readonly brisque_opencv: number }>;
}

const shared = sharedFolder();
const reference = shared && join(shared, 'reference');
const golden: Golden = reference
  ? JSON.parse(readFileSync(join(reference, 'golden.json'), 'utf8'))
  : { images: {}, edge_cases: {} };

const model = readFileSync(join(import.meta.dirname, '..', 'models', 'brisque-opencv.onnx'));

async function readPicture(...path: string[]): Promise<RgbImage> {
  const { data, info } = await sharp(join(reference!, ...path))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(3);
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

function clamp(score: number): number {
  return Math.min(100, Math.max(0, score));
}

describe.skipIf(!reference)('brisque/opencv against OpenCV', () => {
  let scorer: OnnxScorer;
  beforeAll(async () => {
    scorer = await createOnnxScorer({ model });
  });
  afterAll(() => scorer[Symbol.asyncDispose]());

  it('has pictures to compare', () => {
    expect(Object.keys(golden.images).length).toBeGreaterThan(10);
  });

  // 0.05 is what OpenCV's own float32 regression is good for; measured: 0.002.
  it.each(Object.entries(golden.images))('scores %s to 0.05', async (name, expected) => {
    const picture = await readPicture('images', name);
    expect(createHash('sha256').update(picture.data).digest('hex')).toBe(expected.rgb24_sha256);
    const [score] = await scorer.scoreImages([picture]);
    expect(Math.abs(clamp(score!.score!) - expected.scores.brisque_opencv)).toBeLessThanOrEqual(0.05);
  });

  const edgeCases = Object.entries(golden.edge_cases).filter(([name]) =>
    existsSync(join(reference!, 'edge', `${name}.png`)),
  );

  // The reference program gave OpenCV these as RGB where it expects BGR, so red and blue are exchanged here. Where OpenCV
  // reports 100 for a fit that is not defined (a flat picture), there is no score.
  it.each(edgeCases)('scores the edge case %s to 0.05', async (name, expected) => {
    const picture = await readPicture('edge', `${name}.png`);
    const data = picture.data.slice();
    for (let i = 0; i < data.length; i += 3) {
      data[i] = picture.data[i + 2]!;
      data[i + 2] = picture.data[i]!;
    }
    const [score] = await scorer.scoreImages([{ ...picture, data }]);
    const isFlat = new Set(data).size === 1;
    if (isFlat) expect(score!.score).toBeNull();
    else expect(Math.abs(clamp(score!.score!) - expected.brisque_opencv)).toBeLessThanOrEqual(0.05);
  });
});

describe.skipIf(!reference || !existsSync(debianFolder))('the features on the way', () => {
  // 1e-6: they are float32 on both sides, and of magnitude 10 at most.
  it('are those of OpenCV to 1e-6', async () => {
    const withFeatures = await buildOpencvModel(debianFolder, { features: true });
    const session = await ort.InferenceSession.create(withFeatures);
    for (const [name, expected] of Object.entries(golden.images)) {
      const { data, width, height } = await readPicture('images', name);
      const rgb = new ort.Tensor('uint8', data as Uint8Array, [1, height, width, 3]);
      const { features } = await session.run({ rgb });
      for (const [i, feature] of expected.features.brisque_opencv_features.entries()) {
        expect(Math.abs(Number(features!.data[i]) - feature), `${name}, feature ${i}`).toBeLessThanOrEqual(
          1e-6,
        );
      }
    }
    await session.release();
  });
});
