import { createRandom } from '@framesieve/testkit/clips';
import { featureCount, type SvrParameters } from '../src/svr-graph.ts';

/** A regression that nothing was fitted to, on features of the usual ranges. Its figures have six digits, as those of libsvm's files. */
export function madeUpSvr(seed = 1, supportVectors = 20): SvrParameters {
  const random = createRandom(seed);
  const figure = (low: number, high: number) => Number(random.between(low, high).toPrecision(6));
  const row = (make: () => number) => Array.from({ length: featureCount }, make);
  return {
    gamma: 0.05,
    rho: figure(-150, 150),
    supportVectors: Array.from({ length: supportVectors }, () => row(() => figure(-1, 1))),
    coefficients: Array.from({ length: supportVectors }, () => figure(-1000, 1000)),
    minimum: row(() => figure(-0.5, 0.2)),
    maximum: row(() => figure(0.5, 3)),
  };
}

/** The regression as `svm-train` writes it; features that are 0 are left out. */
export function modelText({ gamma, rho, supportVectors, coefficients }: SvrParameters): string {
  const rows = supportVectors.map((vector, i) => {
    const features = vector.flatMap((value, at) => (value === 0 ? [] : [`${at + 1}:${value}`]));
    return `${coefficients[i]} ${features.join(' ')} `;
  });
  const head = `svm_type epsilon_svr\nkernel_type rbf\ngamma ${gamma}\nnr_class 2\ntotal_sv ${rows.length}\nrho ${rho}\nSV\n`;
  return `${head}${rows.join('\n')}\n`;
}

/** The ranges as `svm-scale -s` writes them. */
export function rangeText({ minimum, maximum }: SvrParameters, limits = '-1 1'): string {
  const rows = minimum.map((low, at) => `${at + 1} ${low} ${maximum[at]}`);
  return `x\n${limits}\n${rows.join('\n')}\n`;
}

/** What the regression makes of features. */
export function plainRegression(features: readonly number[], svr: SvrParameters): number {
  const { minimum, maximum, supportVectors, coefficients, gamma, rho } = svr;
  const scaled = features.map((value, i) => -1 + (2 * (value - minimum[i]!)) / (maximum[i]! - minimum[i]!));
  const kernels = supportVectors.map(vector => {
    const squared = vector.reduce((sum, value, i) => sum + (value - scaled[i]!) ** 2, 0);
    return Math.exp(-gamma * squared);
  });
  return kernels.reduce((sum, kernel, i) => sum + kernel * coefficients[i]!, 0) - rho;
}
