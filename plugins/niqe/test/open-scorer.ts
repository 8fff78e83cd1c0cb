import type { ImageScorer } from '@framesieve/core';
import { createOnnxScorer } from '@framesieve/scorer';
import { expect } from 'vitest';
import { niqeKernel } from '../src/niqe-kernel.ts';

/** What computes a model. */
export type Way = 'graph' | 'kernel';

/** The two ways in which NIQE exists. */
export const ways: readonly Way[] = ['graph', 'kernel'];

/** Opens a NIQE model in one of the ways. */
export async function openScorer(model: Uint8Array, way: Way): Promise<ImageScorer> {
  const options = { direction: null, device: 'cpu', threads: 2 } as const;
  if (way === 'graph') return createOnnxScorer({ model, options });
  expect(await niqeKernel.computes(model)).toBe(true);
  return niqeKernel.create({ id: 'niqe/tried', file: 'niqe.onnx', bytes: model }, options);
}
