import type { KnownModel, ModelFamily } from '@framesieve/core';
import { onnxMetric } from '@framesieve/scorer/metric';
import { utliveKernel } from './brisque-kernels.ts';

const citation =
  'A. Mittal, A. K. Moorthy and A. C. Bovik, "No-Reference Image Quality Assessment in the Spatial Domain", IEEE Transactions on Image Processing 21(12), 2012';

const release =
  'https://raw.githubusercontent.com/utlive/BRISQUE/2e2a5ac04cd4b73ac0f5867de5b974581fa2d4d2/MATLAB';

/** `brisque/opencv`: the parameters that OpenCV is distributed with. */
export const brisqueOpencv: KnownModel = {
  id: 'brisque/opencv',
  summary: "BRISQUE with OpenCV's parameters, fitted on the LIVE database; lower is better",
  direction: 'lower',
  range: [0, 100],
  licence: 'Apache-2.0',
  citation,
  homepage: 'https://github.com/opencv/opencv_contrib',
  supply: {
    kind: 'bundled',
    // Beside `src` as well as beside `dist`.
    file: new URL('../models/brisque-opencv.onnx', import.meta.url),
    sha256: '4527d55c3784aedeff2d4bef32418d7a9adb3e24d834cfaa793b9ff09fd560fb',
  },
  selfTest: [45.7295, 68.9849],
};

/** `brisque/utlive`: the parameters of the authors' release. */
export const brisqueUtlive: KnownModel = {
  id: 'brisque/utlive',
  summary:
    "BRISQUE with the parameters of its authors' release, fitted on the LIVE database; lower is better",
  direction: 'lower',
  range: [0, 100],
  licence: 'UT Austin: free use with copyright notice and citation',
  citation,
  homepage: 'https://github.com/utlive/BRISQUE',
  supply: {
    kind: 'published',
    files: [
      {
        name: 'allmodel',
        url: `${release}/allmodel`,
        bytes: 353_497,
        sha256: '8b04d6045f1b27261610c8ab1730fdcc14ec80bfab0f1ab5f703bbc2927314de',
      },
      {
        name: 'allrange',
        url: `${release}/allrange`,
        bytes: 741,
        sha256: 'e47d753d96b631e1aa2dbac8c4e51ade767f2def8ce678c7130b6b3f90ee915f',
      },
    ],
  },
  selfTest: [61.9736, 66.6583],
};

/** BRISQUE: a regression from the statistics of a picture to people's opinions. */
export const brisqueFamily: ModelFamily = {
  name: 'brisque',
  models: [brisqueOpencv, brisqueUtlive],
  accepts:
    "two text files: the authors' allmodel and allrange, or another libsvm model and its svm-scale ranges",
  profiles: [],
  precisions: ['float32'],
  metric: ({ id, summary }) =>
    onnxMetric({ id, summary, supply: { kind: 'published' } }, { kernel: utliveKernel }),
  convert: async request => (await import('./convert.ts')).convertBrisque(request),
};
