import { niqeRules, nssMetricKernel } from '@framesieve/nss/metric';
import { featureCount, kernelName, type NiqeParameters, parameterNames } from './niqe-parameters.ts';

const readOutFile = import.meta.url.endsWith('.ts') ? './read-out.ts' : './read-out.js';

/** Computes NIQE models on the CPU. */
export const niqeKernel = nssMetricKernel<NiqeParameters>({
  name: kernelName,
  rules: niqeRules,
  readOut: new URL(readOutFile, import.meta.url),
  parameters(constant) {
    const mean = constant(parameterNames.mean);
    const covariance = constant(parameterNames.covariance);
    if (mean?.length !== featureCount || covariance?.length !== featureCount ** 2) return null;
    return { mean, covariance };
  },
});
