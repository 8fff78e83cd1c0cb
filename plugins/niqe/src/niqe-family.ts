import type { KnownModel, ModelFamily } from '@framesieve/core';
import { onnxMetric } from '@framesieve/scorer/metric';
import { citation } from './citation.ts';
import { niqeKernel } from './niqe-kernel.ts';

const release = 'https://raw.githubusercontent.com/utlive/niqe/d80aead297ff48b0254c39806f3a277b3ecbfc8d';

/** `niqe/framesieve`: fitted by this project. */
export const niqeFramesieve: KnownModel = {
  id: 'niqe/framesieve',
  summary: 'NIQE fitted on freely licensed photographs of different scenes; lower is better',
  direction: 'lower',
  range: [0, null],
  licence: 'Apache-2.0',
  citation,
  homepage: 'FrameSieve, plugins/niqe',
  supply: {
    kind: 'bundled',
    // Beside `src` as well as beside `dist`.
    file: new URL('../models/niqe-framesieve.onnx', import.meta.url),
    sha256: 'b3857291e890cd3acf129561eb98b5671f2f3dc503392f0c04d0400310df91bf',
  },
  selfTest: [15.5651, 15.9754],
};

/** `niqe/utlive`: the parameters of the authors' release. */
export const niqeUtlive: KnownModel = {
  id: 'niqe/utlive',
  summary: "NIQE with the parameters of its authors' release; lower is better",
  direction: 'lower',
  range: [0, null],
  licence: 'UT Austin: free use with copyright notice and citation',
  citation,
  homepage: 'https://github.com/utlive/niqe',
  supply: {
    kind: 'published',
    files: [
      {
        name: 'modelparameters.mat',
        url: `${release}/modelparameters.mat`,
        bytes: 8347,
        sha256: 'fa2aa4d12dd9595c3fb6bf8b4e1a15c79d5d1469238d0901c88dead195be578d',
      },
    ],
  },
  selfTest: [14.3267, 13.2439],
};

/** NIQE: a distance to the statistics of undistorted photographs. */
export const niqeFamily: ModelFamily = {
  name: 'niqe',
  models: [niqeFramesieve, niqeUtlive],
  accepts: "the authors' modelparameters.mat, or an .npz with mu_pris_param and cov_pris_param",
  profiles: [],
  precisions: ['float32'],
  convert: async request => (await import('./convert.ts')).convertNiqe(request),
  metric: ({ id, summary }) =>
    onnxMetric({ id, summary, supply: { kind: 'published' } }, { kernel: niqeKernel }),
  fit: async request => (await import('./fit.ts')).fitNiqe(request),
};
