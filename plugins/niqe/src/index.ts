import { definePlugin } from '@framesieve/core';
import { onnxMetric } from '@framesieve/scorer/metric';
import { niqeFamily, niqeFramesieve, niqeUtlive } from './niqe-family.ts';
import { niqeKernel } from './niqe-kernel.ts';

/** The metric `niqe/framesieve`; `niqe` alone means it. */
export const framesieveMetric = onnxMetric(niqeFramesieve, { isFamilyDefault: true, kernel: niqeKernel });

/** The metric `niqe/utlive`; its parameters have to be pulled or imported. */
export const utliveMetric = onnxMetric(niqeUtlive, { kernel: niqeKernel });

export { niqeFamily } from './niqe-family.ts';
export { niqeKernel } from './niqe-kernel.ts';

/** Adds the metrics `niqe/framesieve` and `niqe/utlive`, and the making of further NIQE models. */
const niqe = definePlugin({
  name: '@framesieve/plugin-niqe',
  apiVersion: 1,
  register(registry) {
    registry.addScorer(framesieveMetric);
    registry.addScorer(utliveMetric);
    registry.addModelFamily(niqeFamily);
  },
});

export default niqe;
