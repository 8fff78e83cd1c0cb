import type { GraphBuilder, Value } from '@framesieve/models';
import {
  arithmetic,
  fitAggd,
  halfSize,
  localStatistics,
  matlabLuma,
  moments,
  neighbourProducts,
  type Shift,
} from '@framesieve/nss';
import { blockSize } from './niqe-parameters.ts';

/** Features of the blocks of pictures, in rows of blocks from the top left. */
export interface BlockFeatures {
  /** Float64 `[N, blocks, 36]`; a feature that is not defined is NaN. */
  readonly features: Value;
  /** Mean local deviation of each block at the first scale, float64 `[N, blocks]`: its sharpness. */
  readonly sharpness: Value;
}

/** Neighbours whose products are looked at, as the authors' release has them; they wrap around within the block. */
const shifts: readonly Shift[] = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
];

/**
 * The features of NIQE (A. Mittal, R. Soundararajan and A. C. Bovik, "Making a 'Completely Blind' Image Quality Analyzer", IEEE
 * Signal Processing Letters 2013), with the borders, rounding and order of the authors' MATLAB release: uint8 RGB `[N, H, W, 3]`,
 * cropped at the bottom and on the right to whole blocks of 96 × 96 pixels.
 */
export function blockFeatures(graph: GraphBuilder, rgb: Value): BlockFeatures {
  const { concat } = arithmetic(graph);
  const first = wholeBlocks(graph, matlabLuma(graph, rgb));
  const large = localStatistics(graph, first, 'replicate');
  const small = localStatistics(graph, halfSize(graph, first), 'replicate');
  return {
    features: concat(
      [scaleFeatures(graph, large.mscn, blockSize), scaleFeatures(graph, small.mscn, blockSize / 2)],
      2,
    ),
    sharpness: blockMeans(graph, large.deviation),
  };
}

/** Crops `[N, H, W]` to multiples of the block's side. */
function wholeBlocks(graph: GraphBuilder, luma: Value): Value {
  const { length, multiply, divide } = arithmetic(graph);
  const side = graph.int64([blockSize]);
  const whole = (axis: number) => multiply(divide(length(luma, axis), side), side);
  const ends = graph.op('Concat', [whole(1), whole(2)], { axis: 0 });
  return graph.op('Slice', [luma, graph.int64([0, 0]), ends, graph.int64([1, 2])]);
}

/** The 18 features of each block at one scale: `[N, H, W]` → float64 `[N, blocks, 18]`. */
function scaleFeatures(graph: GraphBuilder, mscn: Value, side: number): Value {
  const { add, divide, reshape, length, concat } = arithmetic(graph);
  const blocks = splitIntoBlocks(graph, mscn, side);
  const own = fitAggd(graph, moments(graph, blocks));
  const columns = [own.shape, divide(add(own.leftScale, own.rightScale), graph.float64(2))];
  for (const product of neighbourProducts(graph, blocks, shifts)) {
    const { shape, mean, leftScale, rightScale } = fitAggd(graph, moments(graph, product));
    columns.push(shape, mean, leftScale, rightScale);
  }
  const table = concat(
    columns.map(column => graph.op('Unsqueeze', [column, graph.int64([1])])),
    1,
  );
  return reshape(table, [length(mscn, 0), -1, columns.length]);
}

/** `[N, H, W]` → `[N · blocks, side, side]`. */
function splitIntoBlocks(graph: GraphBuilder, map: Value, side: number): Value {
  const { reshape, length, divide } = arithmetic(graph);
  const lines = divide(length(map, 1), graph.int64([side]));
  const apart = reshape(map, [length(map, 0), lines, side, -1, side]);
  return reshape(graph.op('Transpose', [apart], { perm: [0, 1, 3, 2, 4] }), [-1, side, side]);
}

/** Mean of each block: `[N, H, W]` → `[N, blocks]`. */
function blockMeans(graph: GraphBuilder, map: Value): Value {
  const { reshape, length } = arithmetic(graph);
  const blocks = splitIntoBlocks(graph, map, blockSize);
  return reshape(graph.op('ReduceMean', [blocks], { axes: [1, 2], keepdims: 0 }), [length(map, 0), -1]);
}
