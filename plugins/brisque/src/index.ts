import { definePlugin } from '@framesieve/core';
import { onnxMetric } from '@framesieve/scorer/metric';
import { brisqueFamily, brisqueOpencv, brisqueUtlive } from './brisque-family.ts';

/** The metric `brisque/opencv`; `brisque` alone means it. */
export const opencvMetric = onnxMetric(brisqueOpencv, { isFamilyDefault: true });

/** The metric `brisque/utlive`; its parameters have to be pulled or imported. */
export const utliveMetric = onnxMetric(brisqueUtlive);

export { brisqueFamily } from './brisque-family.ts';

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
