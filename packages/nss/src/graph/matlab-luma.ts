import type { GraphBuilder, Value } from '@framesieve/models';
import { arithmetic } from './arithmetic.ts';

/** The weights of MATLAB's `rgb2gray`: the first row of the inverse of its YIQ matrix, not the rounded 0.299, 0.587, 0.114. */
const weights = [0.298_936_021_293_775, 0.587_043_074_451_121, 0.114_020_904_255_103];

/** 8-bit luma as MATLAB's `rgb2gray` makes it: uint8 `[N, H, W, 3]` → float64 `[N, H, W]`, whole numbers from 0 to 255. */
export function matlabLuma(graph: GraphBuilder, rgb: Value): Value {
  const { add, matMul, toFloat64, reshape, length } = arithmetic(graph);
  const pixels = reshape(toFloat64(rgb), [-1, 3]);
  const sums = matMul(pixels, graph.float64(weights, [3, 1]));
  const levels = graph.op('Floor', [add(sums, graph.float64(0.5))]);
  return reshape(levels, [length(rgb, 0), length(rgb, 1), length(rgb, 2)]);
}
