import { FrameSieveError } from '@framesieve/core';
import { featureCount, type NiqeParameters } from './niqe-parameters.ts';

/**
 * Checks that figures are those of a multivariate Gaussian model: finite, with a symmetric, positive definite covariance.
 *
 * @param origin where they come from, for the message.
 * @throws FrameSieveError `model-invalid`.
 */
export function checkParameters({ mean, covariance }: NiqeParameters, origin: string): void {
  const fail = (problem: string, hint: string): never => {
    throw new FrameSieveError({ code: 'model-invalid', message: `${origin}: ${problem}.`, hint });
  };
  const damaged = 'Get the file again: it is damaged, or it is not a NIQE model.';
  if (![...mean, ...covariance].every(Number.isFinite))
    fail('the NIQE parameters are not all finite', damaged);
  if (!isSymmetric(covariance)) fail('the covariance of the NIQE features is not symmetric', damaged);
  if (!isPositiveDefinite(covariance))
    fail(
      'the covariance of the NIQE features is not positive definite, so that there is no distance to it',
      'Fit the model to more pictures, of different scenes.',
    );
}

function isSymmetric(matrix: Float64Array): boolean {
  return matrix.every((value, i) => {
    const mirrored = matrix[(i % featureCount) * featureCount + Math.floor(i / featureCount)]!;
    return Math.abs(value - mirrored) <= 1e-9 * Math.max(1, Math.abs(value));
  });
}

/** Whether a Cholesky decomposition exists with pivots that are more than rounding errors. */
function isPositiveDefinite(matrix: Float64Array): boolean {
  const rest = Float64Array.from(matrix);
  const at = (row: number, column: number) => row * featureCount + column;
  for (let k = 0; k < featureCount; k++) {
    const pivot = rest[at(k, k)]!;
    if (!(pivot > 1e-12 * matrix[at(k, k)]!)) return false;
    for (let i = k + 1; i < featureCount; i++) {
      const factor = rest[at(i, k)]! / pivot;
      for (let j = k + 1; j < featureCount; j++) {
        rest[at(i, j)] = rest[at(i, j)]! - factor * rest[at(k, j)]!;
      }
    }
  }
  return true;
}
