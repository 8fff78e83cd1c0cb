/** Number of NIQE's features: 18 at each of two scales. */
export const featureCount = 36;

/** Side of the square blocks that features are taken from, in pixels; half of it at the second scale. */
export const blockSize = 96;

/** A multivariate Gaussian model of the features of undistorted pictures. */
export interface NiqeParameters {
  /** Mean of the 36 features. */
  readonly mean: Float64Array;
  /** Covariance of the 36 features, 36 × 36. */
  readonly covariance: Float64Array;
}

/** Names of the parameters among a model's constants. */
export interface ParameterNames {
  readonly mean: string;
  readonly covariance: string;
}

/** The names in every NIQE model. */
export const parameterNames: ParameterNames = { mean: 'niqe.mean', covariance: 'niqe.covariance' };

/** What the files of NIQE models name as the kernel that computes the same; a change of the graph that moves a score is a new version. */
export const kernelName = 'nss/niqe@1';
