import type { GraphBuilder, Value } from '@framesieve/models';

/** The operators of a graph that formulas are written with. */
export interface Arithmetic {
  add(a: Value, b: Value): Value;
  subtract(a: Value, b: Value): Value;
  multiply(a: Value, b: Value): Value;
  divide(a: Value, b: Value): Value;
  sqrt(a: Value): Value;
  abs(a: Value): Value;
  matMul(a: Value, b: Value): Value;
  toFloat32(a: Value): Value;
  toFloat64(a: Value): Value;
  /** Joins along an axis. */
  concat(values: readonly Value[], axis: number): Value;
  /** Elements `[start, end)` along an axis; negative numbers count from the end, `end` defaults to it. */
  slice(value: Value, axis: number, start: number, end?: number): Value;
  /** The same in reverse order along an axis. */
  reverse(value: Value, axis: number): Value;
  /** Length along an axis, int64 `[1]`. */
  length(value: Value, axis: number): Value;
  /** A new shape: lengths, or int64 values of shape `[1]`. */
  reshape(value: Value, shape: readonly (number | Value)[]): Value;
}

/** Ends a slice at the end, whatever the length. */
const open = 2 ** 31 - 1;

/** Makes the operators for a graph. */
export function arithmetic(graph: GraphBuilder): Arithmetic {
  const binary = (type: string) => (a: Value, b: Value) => graph.op(type, [a, b]);
  const unary = (type: string) => (a: Value) => graph.op(type, [a]);
  const toVector = (size: number | Value) => (typeof size === 'number' ? graph.int64([size]) : size);
  return {
    add: binary('Add'),
    subtract: binary('Sub'),
    multiply: binary('Mul'),
    divide: binary('Div'),
    sqrt: unary('Sqrt'),
    abs: unary('Abs'),
    matMul: binary('MatMul'),
    toFloat32: a => graph.op('Cast', [a], { to: 1 }),
    toFloat64: a => graph.op('Cast', [a], { to: 11 }),
    concat: (values, axis) => graph.op('Concat', values, { axis }),
    slice: (value, axis, start, end = open) =>
      graph.op('Slice', [value, graph.int64([start]), graph.int64([end]), graph.int64([axis])]),
    reverse: (value, axis) =>
      graph.op('Slice', [
        value,
        graph.int64([-1]),
        graph.int64([-open]),
        graph.int64([axis]),
        graph.int64([-1]),
      ]),
    length: (value, axis) => graph.op('Shape', [value], { start: axis, end: axis + 1 }),
    reshape: (value, shape) =>
      graph.op('Reshape', [
        value,
        shape.every(size => typeof size === 'number')
          ? graph.int64(shape)
          : graph.op('Concat', shape.map(toVector), { axis: 0 }),
      ]),
  };
}
