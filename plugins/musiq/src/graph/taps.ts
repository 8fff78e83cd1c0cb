import type { GraphBuilder, Value } from '@framesieve/models';

/** For each output position the input positions that it is made of, and their weights; all values have its length. */
export interface Taps {
  /** int64, inside the picture. */
  readonly indices: readonly Value[];
  /** float32. */
  readonly weights: readonly Value[];
}

/** Makes the taps for a change from `from` samples to `to`, scalars of int64. */
export type TapMaker = (graph: GraphBuilder, from: Value, to: Value) => Taps;

/** 0, 1, … as int64, up to `count`. */
export function countUp(graph: GraphBuilder, count: Value): Value {
  return graph.op('Range', [graph.int64(0), count, graph.int64(1)]);
}

/** `index` limited to the samples there are, `[0, count)`. */
export function inside(graph: GraphBuilder, index: Value, count: Value): Value {
  const last = graph.op('Sub', [count, graph.int64(1)]);
  return graph.op('Min', [graph.op('Max', [index, graph.int64(0)]), last]);
}
