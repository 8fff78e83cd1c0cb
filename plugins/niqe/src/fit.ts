import {
  type FitPicture,
  type FitRequest,
  type FittedModel,
  type FittedPicture,
  FrameSieveError,
} from '@framesieve/core';
import type { OnnxModel } from '@framesieve/scorer';
import { checkParameters } from './check-parameters.ts';
import { choosePatches } from './choose-patches.ts';
import { fitGaussian } from './gaussian-fit.ts';
import { buildFeaturesModel, buildNiqeModel } from './niqe-model.ts';
import { blockSize, featureCount } from './niqe-parameters.ts';

/** Fewer patches than ten for each feature give no covariance worth its name. */
const leastPatches = 10 * featureCount;

/**
 * Fits the multivariate Gaussian model of NIQE to the sharp patches of undistorted pictures, as the paper's section II-B says and
 * MATLAB's `fitniqe` does. The model's metadata tells what it was fitted to.
 *
 * @throws FrameSieveError `model-invalid` when the pictures give fewer than 360 patches, or patches too much alike.
 */
export async function fitNiqe(request: FitRequest): Promise<FittedModel> {
  const { id, source, licence, signal, onPicture } = request;
  const { openModel } = await import('@framesieve/scorer');
  await using model = await openModel(buildFeaturesModel());
  const patches: Float64Array[] = [];
  const pictures: FittedPicture[] = [];
  for await (const picture of request.pictures) {
    signal.throwIfAborted();
    const { chosen, leftOut } = await patchesOf(model, picture);
    patches.push(...chosen);
    const fitted = { name: picture.name, samples: chosen.length, leftOut };
    pictures.push(fitted);
    onPicture?.(fitted);
  }
  if (patches.length < leastPatches) throw tooFew(pictures, patches.length);
  const parameters = fitGaussian(patches);
  checkParameters(parameters, 'The pictures');
  const used = pictures.filter(({ samples }) => samples > 0);
  const provenance = JSON.stringify({
    fittedTo: used.map(({ name, samples }) => ({ name, patches: samples })),
    pictures: used.length,
    patches: patches.length,
  });
  const bytes = buildNiqeModel(parameters, { metric: id, source, licence, provenance });
  return {
    model: bytes,
    pictures,
    notes: [`Fitted to ${patches.length} patches of ${used.length} pictures.`],
  };
}

/** The features of a picture's sharp patches, or why there are none. */
async function patchesOf(model: OnnxModel, { image }: FitPicture) {
  const { width, height, data } = image;
  if (Math.min(width, height) < blockSize) {
    const leftOut = `It is ${width}×${height} pixels; a patch is ${blockSize}×${blockSize}.`;
    return { chosen: [], leftOut };
  }
  const samples = data instanceof Uint16Array ? data.map(level => Math.round(level / 257)) : data;
  const rgb = { data: new Uint8Array(samples), dimensions: [1, height, width, 3] };
  const { features, sharpness } = await model.run({ rgb }, ['features', 'sharpness']);
  const chosen = choosePatches(
    Float64Array.from(features!.data, Number),
    Float64Array.from(sharpness!.data, Number),
    featureCount,
  );
  return { chosen, leftOut: chosen.length === 0 ? 'None of its patches has all features.' : null };
}

function tooFew(pictures: readonly FittedPicture[], patches: number): FrameSieveError {
  const used = pictures.filter(({ samples }) => samples > 0).length;
  return new FrameSieveError({
    code: 'model-invalid',
    message: `The pictures give ${patches} sharp patches (${used} of ${pictures.length} give any); fitting takes at least ${leastPatches}.`,
    hint: 'Give more photographs, or larger ones: sharp, undistorted, of different scenes; a hundred is a good number.',
  });
}
