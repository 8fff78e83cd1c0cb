import { definePlugin } from '@framesieve/core';
import { onnxMetric } from '@framesieve/scorer/metric';
import { knownModels } from './known-models.ts';
import { musiqFamily } from './musiq-family.ts';

export { musiqFamily } from './musiq-family.ts';

/** Adds the family `musiq`, and the metrics `musiq/koniq` (the default one), `/spaq`, `/paq2piq` and `/ava`. */
const musiq = definePlugin({
  name: '@framesieve/plugin-musiq',
  apiVersion: 1,
  register(registry) {
    registry.addModelFamily(musiqFamily);
    for (const known of knownModels)
      registry.addScorer(onnxMetric(known, { isFamilyDefault: known.id === 'musiq/koniq' }));
  },
});

export default musiq;
