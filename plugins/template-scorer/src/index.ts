import { readFile } from 'node:fs/promises';
import { definePlugin, type ScorerFactory, type ScorerOptions } from '@framesieve/core';

// Beside `src` as well as beside `dist`.
const modelFile = new URL('../models/laplacian.onnx', import.meta.url);

/** `sharpness/laplacian`: variance of the Laplacian of luma. Higher is sharper. */
export const sharpnessLaplacian = {
  // The same id as in the model's metadata.
  id: 'sharpness/laplacian',
  // Whether `metric: 'sharpness'` means this one.
  isFamilyDefault: true,
  summary: 'Variance of the Laplacian of luma; higher is sharper',
  async availability() {
    const { onnxAvailability } = await import('@framesieve/scorer');
    return onnxAvailability();
  },
  // The runtime and the model are loaded here and not before: registering a plugin costs nothing.
  async create(options: ScorerOptions) {
    const { createOnnxScorer } = await import('@framesieve/scorer');
    return createOnnxScorer({ model: await readFile(modelFile), options });
  },
} satisfies ScorerFactory;

/** The plugin: says what it adds, and does nothing when it is imported. */
const plugin = definePlugin({
  name: '@framesieve/template-scorer',
  apiVersion: 1,
  register(registry) {
    registry.addScorer(sharpnessLaplacian);
  },
});

export default plugin;
