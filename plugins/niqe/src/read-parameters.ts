import { readConstant } from '@framesieve/models';
import { type NiqeParameters, parameterNames } from './niqe-parameters.ts';

/** Reads the parameters back from a NIQE model. @throws FrameSieveError `model-invalid` for another model. */
export function readParameters(model: Uint8Array): NiqeParameters {
  const { mean, covariance } = parameterNames;
  return { mean: readConstant(model, mean), covariance: readConstant(model, covariance) };
}
