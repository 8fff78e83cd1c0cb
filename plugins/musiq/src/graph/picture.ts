import type { GraphBuilder, Value } from '@framesieve/models';
import type { MusiqProfile } from '../profile.ts';

/** 8-bit samples to [-1, 1], float32: x / 127.5 - 1, which is -1 + x / 255 · 2 to the last bit. */
export function normalise(graph: GraphBuilder, rgb: Value): Value {
  const samples = graph.cast(rgb, 'float32');
  return graph.op('Sub', [graph.op('Div', [samples, graph.float32(127.5)]), graph.float32(1)]);
}

/** Height and width of pictures `[N, H, W, C]`, int64 `[2]`. */
export function sizeOf(graph: GraphBuilder, pictures: Value): Value {
  return graph.op('Slice', [graph.op('Shape', [pictures]), graph.int64([1]), graph.int64([3])]);
}

/** One side of a size, a scalar. */
export function sideOf(graph: GraphBuilder, size: Value, side: 'height' | 'width'): Value {
  return graph.op('Gather', [size, graph.int64(side === 'height' ? 0 : 1)]);
}

/**
 * The size with its longer side brought to `longerSide`: each side times the ratio, rounded half to even, in the number
 * format of the profile. The result, floating-point numbers `[2]`, may have a side of 0.
 */
export function resizedSize(
  graph: GraphBuilder,
  size: Value,
  longerSide: number,
  { sizeType }: MusiqProfile,
): Value {
  // Both operands have two elements: ONNX Runtime divides a single number by way of the reciprocal, which is not exact.
  const longest = graph.op('Max', [size, graph.op('Gather', [size, graph.int64([1, 0])])]);
  const ratio = graph.op('Div', [graph[sizeType]([longerSide, longerSide]), graph.cast(longest, sizeType)]);
  return graph.op('Round', [graph.op('Mul', [graph.cast(size, sizeType), ratio])]);
}

/**
 * The quotient of two whole or float32 numbers, rounded to float32 once. It is computed in float64, so that a runtime that
 * divides by way of the reciprocal, like ONNX Runtime where the dividend is a single number, comes to the same.
 */
export function quotient(graph: GraphBuilder, dividend: Value, divisor: Value): Value {
  const double = (value: Value) => graph.cast(value, 'float64');
  return graph.cast(graph.op('Div', [double(dividend), double(divisor)]), 'float32');
}
