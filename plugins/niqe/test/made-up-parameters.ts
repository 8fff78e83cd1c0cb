import { createRandom } from '@framesieve/testkit/clips';
import { featureCount, type NiqeParameters } from '../src/niqe-parameters.ts';

/** Parameters that no pictures gave: a random mean, and a random covariance that is positive definite. */
export function madeUpParameters(seed = 1): NiqeParameters {
  const random = createRandom(seed);
  const mean = Float64Array.from({ length: featureCount }, () => random.between(-1, 1));
  const factor = Float64Array.from({ length: featureCount ** 2 }, () => random.between(-1, 1));
  const covariance = Float64Array.from({ length: featureCount ** 2 }, (_, at) => {
    const [row, column] = [Math.floor(at / featureCount), at % featureCount];
    let product = row === column ? 0.05 : 0;
    for (let i = 0; i < featureCount; i++)
      product += (factor[row * featureCount + i]! * factor[column * featureCount + i]!) / featureCount;
    return product;
  });
  return { mean, covariance };
}

/** The same with one figure replaced. */
export function withCovariance(parameters: NiqeParameters, at: number, value: number): NiqeParameters {
  return { ...parameters, covariance: parameters.covariance.with(at, value) };
}
