import type { GraphBuilder, Value } from '@framesieve/models';
import { gridSize, patchSize } from '../weights/musiq-weights.ts';
import { quotient, sideOf, sizeOf } from './picture.ts';
import { countUp } from './taps.ts';

/** The patches of pictures of one size, and where they come from. */
export interface Patches {
  /** `[N, T, 3 · 32 · 32]`, row by row of patches; in each the order is channel, row, column. */
  readonly samples: Value;
  /** int64 `[T]`: cell of the 10×10 grid, row · 10 + column. */
  readonly cells: Value;
}

/**
 * Cuts pictures `[N, H, W, 3]` into patches of 32×32. What is missing to whole patches is filled with zeros, the smaller
 * half of it at the top and left.
 */
export function cutPatches(graph: GraphBuilder, pictures: Value): Patches {
  const size = sizeOf(graph, pictures);
  const height = sideOf(graph, size, 'height');
  const width = sideOf(graph, size, 'width');
  const rows = patchCount(graph, height);
  const columns = patchCount(graph, width);
  const [top, bottom] = padding(graph, height, rows);
  const [left, right] = padding(graph, width, columns);
  const none = graph.int64([0]);
  const pads = graph.op('Concat', [none, top, left, none, none, bottom, right, none], { axis: 0 });
  const padded = graph.op('Pad', [pictures, pads]);
  const side = graph.int64([patchSize]);
  const grid = graph.op(
    'Concat',
    // The 0 keeps the length that is there.
    [none, vector(graph, rows), side, vector(graph, columns), side, graph.int64([3])],
    { axis: 0 },
  );
  const cut = graph.op('Reshape', [padded, grid]);
  const patches = graph.op('Transpose', [cut], { perm: [0, 1, 3, 5, 2, 4] });
  return {
    samples: graph.op('Reshape', [patches, graph.int64([0, -1, 3 * patchSize ** 2])]),
    cells: gridCells(graph, rows, columns),
  };
}

function patchCount(graph: GraphBuilder, side: Value): Value {
  const sum = graph.op('Add', [side, graph.int64(patchSize - 1)]);
  return graph.op('Div', [sum, graph.int64(patchSize)]);
}

/** What is missing to `count` patches, before and behind, each `[1]`. */
function padding(graph: GraphBuilder, side: Value, count: Value): readonly [Value, Value] {
  const total = graph.op('Sub', [graph.op('Mul', [count, graph.int64(patchSize)]), side]);
  const before = graph.op('Div', [total, graph.int64(2)]);
  return [vector(graph, before), vector(graph, graph.op('Sub', [total, before]))];
}

function vector(graph: GraphBuilder, scalar: Value): Value {
  return graph.op('Unsqueeze', [scalar, graph.int64([0])]);
}

function gridCells(graph: GraphBuilder, rows: Value, columns: Value): Value {
  const down = graph.op('Mul', [gridIndex(graph, rows), graph.int64(gridSize)]);
  const cells = graph.op('Add', [
    graph.op('Unsqueeze', [down, graph.int64([1])]),
    graph.op('Unsqueeze', [gridIndex(graph, columns), graph.int64([0])]),
  ]);
  return graph.op('Reshape', [cells, graph.int64([-1])]);
}

/** ⌊i · (10 / count)⌋ in float32, at most 9: nearest neighbour of older versions of TensorFlow. */
function gridIndex(graph: GraphBuilder, count: Value): Value {
  const scale = quotient(graph, graph.float32(gridSize), count);
  const position = graph.op('Mul', [graph.cast(countUp(graph, count), 'float32'), scale]);
  const index = graph.cast(graph.op('Floor', [position]), 'int64');
  return graph.op('Min', [index, graph.int64(gridSize - 1)]);
}
