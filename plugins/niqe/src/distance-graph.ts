import type { GraphBuilder, Value } from '@framesieve/models';
import { arithmetic } from '@framesieve/nss';
import { featureCount, type NiqeParameters, type ParameterNames, parameterNames } from './niqe-parameters.ts';

/**
 * Distance of the blocks' features to the model (NIQE eq. 10): √((µ₁ − µ₂)ᵀ ((Σ₁ + Σ₂) / 2)⁻¹ (µ₁ − µ₂)), float64
 * `[N, blocks, 36]` → `[N]`. Blocks with a feature that is not defined are left out. NaN with fewer than two others, of which
 * there is no covariance; where a picture is one block in all, that of its features counts as 0.
 *
 * @param names of the constants in the file.
 */
export function modelDistance(
  graph: GraphBuilder,
  features: Value,
  parameters: NiqeParameters,
  names: ParameterNames = parameterNames,
): Value {
  const { add, subtract, divide, matMul, sqrt, toFloat64, abs, length, reshape } = arithmetic(graph);
  const finite = graph.op('Less', [abs(features), graph.float64(1e300)]);
  const defined = graph.op('ReduceMin', [toFloat64(finite)], { axes: [2], keepdims: 1 });
  const isDefined = graph.op('Greater', [defined, graph.float64(0)]);
  const count = graph.op('ReduceSum', [defined, graph.int64([1])], { keepdims: 1 });
  const zero = graph.float64(0);
  const kept = graph.op('Where', [isDefined, features, zero]);
  const mean = divide(graph.op('ReduceSum', [kept, graph.int64([1])], { keepdims: 1 }), count);
  const centred = graph.op('Where', [isDefined, subtract(features, mean), zero]);
  const products = matMul(graph.op('Transpose', [centred], { perm: [0, 2, 1] }), centred);
  const covariance = divide(products, graph.op('Max', [subtract(count, graph.float64(1)), graph.float64(1)]));
  const pooled = divide(
    add(covariance, graph.parameter(names.covariance, parameters.covariance, [featureCount, featureCount])),
    graph.float64(2),
  );
  const difference = subtract(mean, graph.parameter(names.mean, parameters.mean, [featureCount]));
  const distance = sqrt(quadraticForm(graph, pooled, difference));
  const needed = graph.op('Min', [toFloat64(length(features, 1)), graph.float64(2)]);
  const isTooFew = graph.op('Less', [reshape(count, [-1]), needed]);
  return graph.op('Where', [isTooFew, graph.float64(Number.NaN), distance]);
}

/**
 * dᵀ A⁻¹ d for symmetric positive definite A `[N, 36, 36]` and d `[N, 1, 36]`, as `[N]`: eliminating A from the matrix (A, d; dᵀ, 0)
 * leaves −dᵀ A⁻¹ d in its corner (the Schur complement). ONNX has no operator that inverts.
 */
function quadraticForm(graph: GraphBuilder, matrix: Value, row: Value): Value {
  const { subtract, divide, multiply, concat, slice, reshape } = arithmetic(graph);
  const column = graph.op('Transpose', [row], { perm: [0, 2, 1] });
  const corner = multiply(slice(row, 2, 0, 1), graph.float64(0));
  let rest = concat([concat([matrix, column], 2), concat([row, corner], 2)], 1);
  for (let i = 0; i < featureCount; i++) {
    const [top, below] = graph.ops('Split', [rest, graph.int64([1, featureCount - i])], 2, { axis: 1 });
    const [pivot, right] = graph.ops('Split', [top!, graph.int64([1, featureCount - i])], 2, { axis: 2 });
    const [left, inner] = graph.ops('Split', [below!, graph.int64([1, featureCount - i])], 2, { axis: 2 });
    rest = subtract(inner!, multiply(divide(left!, pivot!), right!));
  }
  return reshape(graph.op('Neg', [rest]), [-1]);
}
