import type { GraphBuilder, Value } from '@framesieve/models';
import { arithmetic } from './arithmetic.ts';
import { blockLength } from './blocked-filter.ts';

/** Adds zeros at the bottom and on the right of maps `[N, H, W]`, so that H and W become multiples of 16. */
export function padToBlocks(graph: GraphBuilder, map: Value): Value {
  const { concat, length, subtract } = arithmetic(graph);
  const block = graph.int64([blockLength]);
  const missing = (axis: number) =>
    graph.op('Mod', [subtract(block, graph.op('Mod', [length(map, axis), block])), block]);
  return graph.op('Pad', [map, concat([graph.int64([0, 0, 0, 0]), missing(1), missing(2)], 0)]);
}

/** Takes the part at the top left that has the size of another map: `[N, H', W']` → `[N, H, W]`. */
export function cropLike(graph: GraphBuilder, map: Value, model: Value): Value {
  const size = graph.op('Shape', [model], { start: 1, end: 3 });
  return graph.op('Slice', [map, graph.int64([0, 0]), size, graph.int64([1, 2])]);
}
