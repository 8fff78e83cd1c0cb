import { featureCount, type SvrParameters, svrNames } from './svr-graph.ts';

/** The regression as it stands in a model file: each of its parameters in row-major order. */
export type SvrConstants = Readonly<Record<keyof SvrParameters, Float64Array>>;

/** Reads the regression from the constants of a model; `null` where they aren't those of one. */
export function readSvrConstants(constant: (name: string) => Float64Array | null): SvrConstants | null {
  const read = (name: keyof SvrParameters, length?: number) => {
    const values = constant(svrNames[name]);
    return values && (length === undefined || values.length === length) ? values : null;
  };
  const coefficients = read('coefficients');
  const supportVectors = read('supportVectors', (coefficients?.length ?? 0) * featureCount);
  const [gamma, rho] = [read('gamma', 1), read('rho', 1)];
  const [minimum, maximum] = [read('minimum', featureCount), read('maximum', featureCount)];
  if (!coefficients || !supportVectors || !gamma || !rho || !minimum || !maximum) return null;
  return { gamma, rho, supportVectors, coefficients, minimum, maximum };
}
