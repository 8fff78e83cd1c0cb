import type { GraphBuilder, Value } from '@framesieve/models';
import { arithmetic } from './arithmetic.ts';

/** Sums over each of B maps, float64 `[B]`. */
export interface Moments {
  readonly pixels: Value;
  readonly absolute: Value;
  readonly squares: Value;
  /** Of the positive values only. */
  readonly positiveSquares: Value;
  readonly positiveCount: Value;
  readonly negativeSquares: Value;
  readonly negativeCount: Value;
}

/** Sums over float32 maps `[B, H, W]`: along rows in float32, of the rows in float64. */
export function moments(graph: GraphBuilder, map: Value): Moments {
  const { add, subtract, divide, toFloat64, length } = arithmetic(graph);
  const rows = graph.int64([1]);
  const total = (perRow: Value) => graph.op('ReduceSum', [toFloat64(perRow), rows], { keepdims: 0 });
  const sum = (value: Value) => total(graph.op('ReduceSum', [value, graph.int64([2])], { keepdims: 0 }));
  const absoluteSum = (value: Value) => total(graph.op('ReduceL1', [value], { axes: [2], keepdims: 0 }));
  const squareSum = (value: Value) => total(graph.op('ReduceSumSquare', [value], { axes: [2], keepdims: 0 }));
  const signs = graph.op('Sign', [map]);
  const surplus = sum(signs);
  const nonZero = absoluteSum(signs);
  const two = graph.float64(2);
  const squares = squareSum(map);
  const positiveSquares = squareSum(graph.op('Relu', [map]));
  return {
    pixels: toFloat64(graph.op('Mul', [length(map, 1), length(map, 2)])),
    absolute: absoluteSum(map),
    squares,
    positiveSquares,
    positiveCount: divide(add(nonZero, surplus), two),
    negativeSquares: subtract(squares, positiveSquares),
    negativeCount: divide(subtract(nonZero, surplus), two),
  };
}
