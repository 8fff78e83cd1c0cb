import { definePlugin } from '@framesieve/core';
import { onnxMetric } from '@framesieve/scorer/metric';

/** `sharpness/laplacian`: variance of the Laplacian of luma. Higher is sharper. */
export const sharpnessLaplacian = onnxMetric(
  {
    // The same id as in the model's metadata.
    id: 'sharpness/laplacian',
    summary: 'Variance of the Laplacian of luma; higher is sharper',
    // Beside `src` as well as beside `dist`. The model is loaded when it is used, not when the plugin is registered.
    supply: { kind: 'bundled', file: new URL('../models/laplacian.onnx', import.meta.url) },
  },
  // `metric: 'sharpness'` means this one.
  { isFamilyDefault: true },
);

/** The plugin: says what it adds, and does nothing when it is imported. */
const plugin = definePlugin({
  name: '@framesieve/template-scorer',
  apiVersion: 1,
  register(registry) {
    registry.addScorer(sharpnessLaplacian);
  },
});

export default plugin;
