import { readFile } from 'node:fs/promises';
import { definePlugin, type ScorerFactory, type ScorerOptions } from '@framesieve/core';

const modelFile = new URL('../models/brisque-opencv.onnx', import.meta.url);

/** `brisque/opencv`: BRISQUE with the parameters that OpenCV is distributed with. */
export const brisqueOpencv = {
  id: 'brisque/opencv',
  isFamilyDefault: true,
  summary: "BRISQUE with OpenCV's parameters, fitted on the LIVE database; lower is better",
  async availability() {
    const { onnxAvailability } = await import('@framesieve/scorer');
    return onnxAvailability();
  },
  async create(options: ScorerOptions) {
    const { createOnnxScorer } = await import('@framesieve/scorer');
    return createOnnxScorer({ model: await readFile(modelFile), options });
  },
} satisfies ScorerFactory;

/** Adds the metric `brisque/opencv`. */
const brisque = definePlugin({
  name: '@framesieve/plugin-brisque',
  apiVersion: 1,
  register(registry) {
    registry.addScorer(brisqueOpencv);
  },
});

export default brisque;
