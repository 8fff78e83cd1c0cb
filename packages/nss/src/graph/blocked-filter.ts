import type { GraphBuilder, Value } from '@framesieve/models';
import { arithmetic } from './arithmetic.ts';

/** Samples that a block of a row or column holds: lengths along the filtered axes have to be multiples of it. */
export const blockLength = 16;

/** Samples before and behind a block that its filtered samples reach to. */
const reach = 3;

/** What lies beyond the edge: the edge sample again and again, the samples in reverse order, or zeros. */
export type Edge = 'replicate' | 'symmetric' | 'zero';

/** A filter along one axis: each output sample is a weighted sum of those around it. */
export interface LineFilter {
  /** Weights of the samples from 3 before the first of a step on. */
  readonly taps: readonly number[];
  /** Samples of input per sample of output. */
  readonly step: 1 | 2;
  readonly edge: Edge;
}

/**
 * Filters float64 maps `[N, H, W]` along both axes, H and W multiples of 16, to `[N, H / step, W / step]`. It is written as a
 * product with a banded matrix over blocks of 16 samples: the fastest form there is in float64, for which ONNX Runtime
 * has no convolution.
 */
export function filterBlocks(graph: GraphBuilder, map: Value, filter: LineFilter): Value {
  return filterColumns(graph, filterRows(graph, map, filter), filter);
}

function filterRows(graph: GraphBuilder, map: Value, filter: LineFilter): Value {
  const { concat, matMul, reshape, length } = arithmetic(graph);
  const [count, height] = [length(map, 0), length(map, 1)];
  const blocks = reshape(map, [count, height, -1, blockLength]);
  const { before, behind } = neighbours(graph, blocks, { blockAxis: 2, sampleAxis: 3 }, filter.edge);
  const matrix = graph.float64(band(filter), [bandRows, blockLength / filter.step]);
  return reshape(matMul(concat([before, blocks, behind], 3), matrix), [count, height, -1]);
}

function filterColumns(graph: GraphBuilder, map: Value, filter: LineFilter): Value {
  const { concat, matMul, reshape, length } = arithmetic(graph);
  const [count, width] = [length(map, 0), length(map, 2)];
  const blocks = reshape(map, [count, -1, blockLength, width]);
  const { before, behind } = neighbours(graph, blocks, { blockAxis: 1, sampleAxis: 2 }, filter.edge);
  const matrix = graph.float64(transposed(band(filter), bandRows), [blockLength / filter.step, bandRows]);
  return reshape(matMul(matrix, concat([before, blocks, behind], 2)), [count, -1, width]);
}

interface Axes {
  readonly blockAxis: number;
  readonly sampleAxis: number;
}

/** The three samples before and behind each block: those of the blocks beside it, or beyond the edge. */
function neighbours(graph: GraphBuilder, blocks: Value, { blockAxis, sampleAxis }: Axes, edge: Edge) {
  const { slice, concat, reverse, multiply } = arithmetic(graph);
  const first = slice(blocks, sampleAxis, 0, reach);
  const last = slice(blocks, sampleAxis, -reach);
  const beyond = (samples: Value, side: 'start' | 'end') => {
    const own = side === 'start' ? slice(samples, blockAxis, 0, 1) : slice(samples, blockAxis, -1);
    if (edge === 'symmetric') return reverse(own, sampleAxis);
    const one = side === 'start' ? slice(own, sampleAxis, 0, 1) : slice(own, sampleAxis, -1);
    const outermost = edge === 'zero' ? multiply(one, graph.float64(0)) : one;
    return concat([outermost, outermost, outermost], sampleAxis);
  };
  return {
    before: concat([beyond(first, 'start'), slice(last, blockAxis, 0, -1)], blockAxis),
    behind: concat([slice(first, blockAxis, 1), beyond(last, 'end')], blockAxis),
  };
}

const bandRows = reach + blockLength + reach;

/** Column j holds the taps of output sample j of a block, from row j · step on. */
function band({ taps, step }: LineFilter): readonly number[] {
  const columns = blockLength / step;
  return Array.from({ length: bandRows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    return taps[row - column * step] ?? 0;
  });
}

function transposed(matrix: readonly number[], rows: number): readonly number[] {
  const columns = matrix.length / rows;
  return matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]!);
}
