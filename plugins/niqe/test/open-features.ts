import type { RgbImage } from '@framesieve/core';
import { openModel } from '@framesieve/scorer';
import { afterAll } from 'vitest';
import { buildFeaturesModel } from '../src/niqe-model.ts';
import { featureCount } from '../src/niqe-parameters.ts';

/** What the model of the features finds in the blocks of a picture. */
export interface FoundFeatures {
  /** A row of 36 for each block. */
  readonly rows: readonly (readonly number[])[];
  /** One for each block. */
  readonly sharpness: readonly number[];
}

/** Opens the model of NIQE's features until the last test has run; returns what runs it. */
export async function openFeatures(): Promise<(picture: RgbImage) => Promise<FoundFeatures>> {
  const model = await openModel(buildFeaturesModel(), { device: 'cpu' });
  afterAll(() => model[Symbol.asyncDispose]());
  return async ({ width, height, data }) => {
    const rgb = { data: Uint8Array.from(data), dimensions: [1, height, width, 3] };
    const { features, sharpness } = await model.run({ rgb }, ['features', 'sharpness']);
    const values = Array.from<number | bigint, number>(features.data, Number);
    const perBlock = Array.from<number | bigint, number>(sharpness.data, Number);
    const rows = perBlock.map((_, block) => values.slice(block * featureCount, (block + 1) * featureCount));
    return { rows, sharpness: perBlock };
  };
}
