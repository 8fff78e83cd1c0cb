import type { GraphBuilder, Value } from '@framesieve/models';
import { arithmetic } from './arithmetic.ts';
import { blockLength, filterBlocks } from './blocked-filter.ts';
import { padToBlocks } from './pad-to-blocks.ts';

/** Keys' cubic kernel with a = −1/2 at |x| < 2 (R. Keys, 1981). */
function cubic(x: number): number {
  const t = Math.abs(x);
  return t <= 1 ? 1.5 * t ** 3 - 2.5 * t ** 2 + 1 : -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2;
}

/** The kernel, stretched over 8 samples: output sample i lies between input samples 2i and 2i + 1. */
const taps = Array.from({ length: 8 }, (_, i) => cubic((i - 3.5) / 2) / 2);

/**
 * Half the size as MATLAB's `imresize(map, 0.5)` makes it: cubic with antialiasing, edges mirrored. Float64 `[N, H, W]` →
 * `[N, H / 2, W / 2]`, H and W multiples of 16.
 */
export function halfSize(graph: GraphBuilder, map: Value): Value {
  return filterBlocks(graph, map, { taps, step: 2, edge: 'symmetric' });
}

/** The same for any H and W of at least 16: `[N, H, W]` → `[N, ⌈H / 2⌉, ⌈W / 2⌉]`. */
export function halfSizeOfAny(graph: GraphBuilder, map: Value): Value {
  const { concat, slice, reverse, length, add, divide } = arithmetic(graph);
  const mirrored = (value: Value, axis: number) =>
    concat([value, reverse(slice(value, axis, -blockLength), axis)], axis);
  const half = halfSize(graph, padToBlocks(graph, mirrored(mirrored(map, 1), 2)));
  const rounded = (axis: number) => divide(add(length(map, axis), graph.int64([1])), graph.int64([2]));
  const size = concat([rounded(1), rounded(2)], 0);
  return graph.op('Slice', [half, graph.int64([0, 0]), size, graph.int64([1, 2])]);
}
