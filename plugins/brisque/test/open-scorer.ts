import type { ImageScorer } from '@framesieve/core';
import { createOnnxScorer } from '@framesieve/scorer';
import { expect } from 'vitest';
import { opencvKernel, utliveKernel } from '../src/brisque-kernels.ts';

/** What computes a model. */
export type Way = 'graph' | 'kernel';

/** The two ways in which BRISQUE exists. */
export const ways: readonly Way[] = ['graph', 'kernel'];

/** Opens a BRISQUE model, with the features of OpenCV or of the authors' release, in one of the ways. */
export async function openScorer(
  model: Uint8Array,
  way: Way,
  release: 'opencv' | 'utlive',
): Promise<ImageScorer> {
  const options = { direction: null, device: 'cpu', threads: 2 } as const;
  if (way === 'graph') return createOnnxScorer({ model, options });
  const kernel = release === 'opencv' ? opencvKernel : utliveKernel;
  expect(await kernel.computes(model)).toBe(true);
  return kernel.create({ id: 'brisque/tried', file: 'brisque.onnx', bytes: model }, options);
}
