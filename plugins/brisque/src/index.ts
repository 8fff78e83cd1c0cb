import { definePlugin } from '@framesieve/core';
import { onnxMetric } from '@framesieve/scorer/metric';
import { brisqueFamily, brisqueOpencv, brisqueUtlive } from './brisque-family.ts';
import { opencvKernel, utliveKernel } from './brisque-kernels.ts';

/** The metric `brisque/opencv`; `brisque` alone means it. */
export const opencvMetric = onnxMetric(brisqueOpencv, { isFamilyDefault: true, kernel: opencvKernel });

/** The metric `brisque/utlive`; its parameters have to be pulled or imported. */
export const utliveMetric = onnxMetric(brisqueUtlive, { kernel: utliveKernel });

export { brisqueFamily } from './brisque-family.ts';
export { opencvKernel, utliveKernel } from './brisque-kernels.ts';

/** Adds the metrics `brisque/opencv` and `brisque/utlive`, and the making of further BRISQUE models. */
const brisque = definePlugin({
  name: '@framesieve/plugin-brisque',
  apiVersion: 1,
  register(registry) {
    registry.addScorer(opencvMetric);
    registry.addScorer(utliveMetric);
    registry.addModelFamily(brisqueFamily);
  },
});

export default brisque;
