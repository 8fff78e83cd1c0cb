import type { FrameScore, RgbImage } from '@framesieve/core';
import { createOnnxScorer } from '@framesieve/scorer';
import { afterAll } from 'vitest';
import { buildNiqeModel } from '../src/niqe-model.ts';
import type { NiqeParameters } from '../src/niqe-parameters.ts';

/** Builds a NIQE model and opens it until the last test has run; returns what scores pictures of one size. */
export async function openNiqe(
  parameters: NiqeParameters,
): Promise<(...pictures: RgbImage[]) => Promise<readonly FrameScore[]>> {
  const details = { metric: 'niqe/tried', source: null, licence: null, provenance: null };
  const scorer = await createOnnxScorer({
    model: buildNiqeModel(parameters, details),
    options: { direction: null, device: 'cpu', threads: 2 },
  });
  afterAll(() => scorer[Symbol.asyncDispose]());
  return (...pictures) => scorer.scoreImages(pictures);
}
