import { readFile } from 'node:fs/promises';
import { definePlugin, type ScorerFactory } from '@framesieve/core';

const modelFile = new URL('../models/brisque-opencv.onnx', import.meta.url);
const modelVersion = '1.0.0';

const opencv: ScorerFactory = {
  id: 'brisque/opencv',
  isFamilyDefault: true,
  summary: 'BRISQUE with OpenCV’s parameters, fitted on the LIVE database; lower is better',
  async availability() {
    return { available: true, version: modelVersion };
  },
  async create(options) {
    const { createOnnxScorer } = await import('@framesieve/scorer');
    return createOnnxScorer({ model: await readFile(modelFile), options });
  },
};

/** Adds the metric `brisque/opencv`. */
const brisque = definePlugin({
  name: '@framesieve/plugin-brisque',
  apiVersion: 1,
  register(registry) {
    registry.addScorer(opencv);
  },
});

export default brisque;
