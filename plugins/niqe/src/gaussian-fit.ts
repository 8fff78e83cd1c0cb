import { featureCount, type NiqeParameters } from './niqe-parameters.ts';

/** Mean and covariance (divided by n − 1) of rows of 36 features. */
export function fitGaussian(rows: readonly Float64Array[]): NiqeParameters {
  const mean = new Float64Array(featureCount);
  for (const row of rows) for (const [i, value] of row.entries()) mean[i]! += value / rows.length;
  const covariance = new Float64Array(featureCount ** 2);
  for (const row of rows) {
    const centred = row.map((value, i) => value - mean[i]!);
    for (let i = 0; i < featureCount; i++) {
      for (let j = 0; j < featureCount; j++) {
        covariance[i * featureCount + j]! += (centred[i]! * centred[j]!) / (rows.length - 1);
      }
    }
  }
  return { mean, covariance };
}
