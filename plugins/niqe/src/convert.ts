import { type ConversionRequest, type ConvertedModel, FrameSieveError } from '@framesieve/core';
import { expectTensors, openTensorFile, readMat5, readWholeFile, type TensorFile } from '@framesieve/models';
import { checkParameters } from './check-parameters.ts';
import { buildNiqeModel } from './niqe-model.ts';
import { featureCount, type NiqeParameters } from './niqe-parameters.ts';

/** Names of the two figures: in the NumPy copies of the authors' file, and in that file itself. */
const npzNames = { mean: 'mu_pris_param', covariance: 'cov_pris_param' };
const matNames = { mean: 'mu_prisparam', covariance: 'cov_prisparam' };

/**
 * Makes a NIQE model from the parameters of another implementation: the authors' `modelparameters.mat`, or an `.npz` with the
 * same figures.
 *
 * @throws FrameSieveError `model-invalid`, or `usage` for another number of files than one.
 */
export async function convertNiqe(request: ConversionRequest): Promise<ConvertedModel> {
  const { id, known, files } = request;
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new FrameSieveError({
      code: 'usage',
      message: `A NIQE model is made from one file of parameters, not from ${files.length}.`,
      hint: "Give the authors' modelparameters.mat, or an .npz with mu_pris_param and cov_pris_param.",
    });
  }
  const parameters = await readParameters(file);
  checkParameters(parameters, `"${file}"`);
  const model = buildNiqeModel(parameters, {
    metric: id,
    source: known?.homepage ?? null,
    licence: known?.licence ?? null,
    provenance: null,
  });
  return { model, notes: [] };
}

async function readParameters(path: string): Promise<NiqeParameters> {
  if (/\.mat$/i.test(path)) return readMatFile(path);
  await using file = await openTensorFile(path);
  const expected = new Map([
    [npzNames.mean, [1, featureCount]],
    [npzNames.covariance, [featureCount, featureCount]],
  ]);
  // The copies that are around hold the window too, which is not a parameter.
  expectTensors(file, expected, { ignore: name => name === 'gaussian_window' });
  return { mean: await read(file, npzNames.mean), covariance: await read(file, npzNames.covariance) };
}

async function read(file: TensorFile, name: string): Promise<Float64Array> {
  return Float64Array.from(await file.read(name));
}

async function readMatFile(path: string): Promise<NiqeParameters> {
  const matrices = readMat5(await readWholeFile(path), path);
  const matrix = (name: string, rows: number): Float64Array => {
    const found = matrices.get(name);
    if (found && found.shape.length === 2 && found.shape[0] === rows && found.shape[1] === featureCount)
      return found.data;
    const seen = found ? `has the shape [${found.shape}] there` : 'is not in it';
    throw new FrameSieveError({
      code: 'model-invalid',
      message: `"${path}" holds no NIQE parameters: the matrix ${name} (${rows} × ${featureCount}) ${seen}.`,
      hint: `Give the authors' modelparameters.mat; this file has ${[...matrices.keys()].join(', ') || 'no matrices'}.`,
    });
  };
  return { mean: matrix(matNames.mean, 1), covariance: matrix(matNames.covariance, featureCount) };
}
