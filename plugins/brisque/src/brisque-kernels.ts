import {
  brisqueOpencvRules,
  brisqueUtliveRules,
  type NssMetricKernel,
  type NssRules,
  nssMetricKernel,
} from '@framesieve/nss/metric';
import { kernelNames } from './kernel-names.ts';
import { readSvrConstants, type SvrConstants } from './svr-constants.ts';

const readOutFile = import.meta.url.endsWith('.ts') ? './read-out.ts' : './read-out.js';

/** Computes models with the parameters of OpenCV on the CPU. */
export const opencvKernel = kernel(kernelNames.opencv, brisqueOpencvRules);

/** Computes models with the parameters of the authors' release, and others on the same features, on the CPU. */
export const utliveKernel = kernel(kernelNames.utlive, brisqueUtliveRules);

function kernel(name: string, rules: NssRules): NssMetricKernel {
  return nssMetricKernel<SvrConstants>({
    name,
    rules,
    readOut: new URL(readOutFile, import.meta.url),
    parameters: readSvrConstants,
  });
}
