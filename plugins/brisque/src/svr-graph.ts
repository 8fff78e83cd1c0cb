import type { GraphBuilder, Value } from '@framesieve/models';

/** Number of BRISQUE's features: 18 at each of two scales. */
export const featureCount = 36;

/** A support vector regression with a radial basis function, and the ranges that its features are scaled by. */
export interface SvrParameters {
  /** Radial basis function: exp(−gamma · distance²). */
  readonly gamma: number;
  readonly rho: number;
  /** One row of 36 scaled features per support vector. */
  readonly supportVectors: readonly (readonly number[])[];
  /** One coefficient per support vector. */
  readonly coefficients: readonly number[];
  /** Least and greatest value of each of the 36 features; they are scaled to −1 … 1. */
  readonly minimum: readonly number[];
  readonly maximum: readonly number[];
}

/** Names of the parameters among a model's constants. */
export const svrNames: Readonly<Record<keyof SvrParameters, string>> = {
  gamma: 'brisque.gamma',
  rho: 'brisque.rho',
  supportVectors: 'brisque.supportVectors',
  coefficients: 'brisque.coefficients',
  minimum: 'brisque.minimum',
  maximum: 'brisque.maximum',
};

/** Scales the features, which may lie outside of the ranges, and applies the regression: `[N, 36]` → float32 `[N]`. */
export function regression(graph: GraphBuilder, features: Value, parameters: SvrParameters): Value {
  const { minimum, maximum, supportVectors, coefficients, gamma, rho } = parameters;
  const constant = (name: keyof SvrParameters, values: readonly number[], dimensions: readonly number[]) =>
    graph.parameter(svrNames[name], values, dimensions);
  const low = constant('minimum', minimum, [featureCount]);
  const high = constant('maximum', maximum, [featureCount]);
  const scale = graph.op('Div', [graph.float64(2), graph.op('Sub', [high, low])]);
  const above = graph.op('Sub', [graph.op('Cast', [features], { to: 11 }), low]);
  const scaled = graph.op('Sub', [graph.op('Mul', [above, scale]), graph.float64(1)]);
  const row = graph.op('Unsqueeze', [scaled, graph.int64([1])]);
  const vectors = constant('supportVectors', supportVectors.flat(), [supportVectors.length, featureCount]);
  const difference = graph.op('Sub', [row, vectors]);
  const distance = graph.op('ReduceSum', [graph.op('Mul', [difference, difference]), graph.int64([2])], {
    keepdims: 0,
  });
  const kernel = graph.op('Exp', [
    graph.op('Neg', [graph.op('Mul', [distance, constant('gamma', [gamma], [])])]),
  ]);
  const weighted = graph.op('MatMul', [
    kernel,
    constant('coefficients', coefficients, [coefficients.length]),
  ]);
  return graph.op('Cast', [graph.op('Sub', [weighted, constant('rho', [rho], [])])], { to: 1 });
}
