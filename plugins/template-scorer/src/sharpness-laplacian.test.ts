import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RgbImage } from '@framesieve/core';
import { describeScorer, texturedPicture } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { buildLaplacianModel } from '../scripts/laplacian-model.ts';
import { sharpnessLaplacian } from './index.ts';

// The contract: everything that FrameSieve relies on.
describeScorer({ name: 'sharpness/laplacian', factory: sharpnessLaplacian });

// What the metric is about, and numbers known from elsewhere.
async function scoreOf(image: RgbImage): Promise<number | null> {
  await using scorer = await sharpnessLaplacian.create({ direction: null, device: 'cpu', threads: 1 });
  const [score] = await scorer.scoreImages([image]);
  return score!.score;
}

it('prefers the sharper of two pictures', async () => {
  const sharp = await scoreOf(texturedPicture(160, 120, 1, 1));
  const soft = await scoreOf(texturedPicture(160, 120, 1, 0.2));
  expect(sharp!).toBeGreaterThan(soft!);
});

it('is the variance of the Laplacian', async () => {
  // A chessboard of 0 and 255: the Laplacian is +4 or −4 everywhere, half of each, so its variance is 16.
  const width = 12;
  const height = 10;
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return ((pixel % width) + Math.floor(pixel / width)) % 2 ? 255 : 0;
  });
  expect(await scoreOf({ width, height, data })).toBeCloseTo(16, 4);
});

it('ships the model that its script builds', () => {
  const shipped = readFileSync(join(import.meta.dirname, '..', 'models', 'laplacian.onnx'));
  expect(Buffer.compare(shipped, buildLaplacianModel())).toBe(0);
});
