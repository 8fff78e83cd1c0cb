const deviation = 7 / 6;

/**
 * The Gaussian window of NIQE and BRISQUE along one axis: 7 samples, standard deviation 7/6, sum 1. The product of two of them
 * is MATLAB's `fspecial('gaussian', 7, 7/6)` to 1e-17.
 */
export const gaussianWindow: readonly number[] = (() => {
  const weights = Array.from({ length: 7 }, (_, i) => Math.exp(-0.5 * ((i - 3) / deviation) ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
})();
