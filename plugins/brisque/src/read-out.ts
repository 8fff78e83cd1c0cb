import type { NssFeatures } from '@framesieve/nss/metric';
import type { SvrConstants } from './svr-constants.ts';
import { featureCount } from './svr-graph.ts';

/**
 * Makes what applies the regression to the features of a picture, as the graph does: scaled by their ranges, a radial basis
 * function for each support vector, and their weighted sum less ρ. NaN where a feature is.
 */
export function createReadOut(svr: SvrConstants): (picture: NssFeatures) => number {
  const { supportVectors, coefficients, minimum, maximum } = svr;
  const [gamma, rho] = [svr.gamma[0]!, svr.rho[0]!];
  const scale = minimum.map((low, i) => 2 / (maximum[i]! - low));
  const scaled = new Float64Array(featureCount);

  return ({ features }) => {
    for (let i = 0; i < featureCount; i++) scaled[i] = (features[i]! - minimum[i]!) * scale[i]! - 1;
    let weighted = 0;
    for (let vector = 0, at = 0; vector < coefficients.length; vector++) {
      let distance = 0;
      for (let i = 0; i < featureCount; i++, at++) {
        const difference = scaled[i]! - supportVectors[at]!;
        distance += difference * difference;
      }
      weighted += coefficients[vector]! * Math.exp(-distance * gamma);
    }
    return weighted - rho;
  };
}
