import type { GraphBuilder, Value } from '@framesieve/models';
import { aggdRatios, ggdRatios } from '../shape-table.ts';
import { arithmetic } from './arithmetic.ts';
import { fitShape } from './fit-shape.ts';
import type { Moments } from './moments.ts';

/** Parameters of asymmetric generalised Gaussian distributions, float64 `[B]` each. */
export interface AggdFit {
  readonly shape: Value;
  /** Γ(2/s) / Γ(1/s) · (right scale − left scale) */
  readonly mean: Value;
  /** Root mean squares of the negative and of the positive values. */
  readonly leftDeviation: Value;
  readonly rightDeviation: Value;
  /** The same times √(Γ(1/s) / Γ(3/s)). */
  readonly leftScale: Value;
  readonly rightScale: Value;
}

/**
 * Fits an asymmetric generalised Gaussian distribution to each of B maps by moment matching (Lasmar et al., 2009; Mittal et al.,
 * BRISQUE eq. 8 to 14). Where a map has no negative or no positive value, the mean and the figures of that side are NaN, and the
 * shape is the first of the table.
 */
export function fitAggd(graph: GraphBuilder, sums: Moments): AggdFit {
  const { add, subtract, multiply, divide, sqrt } = arithmetic(graph);
  const one = graph.float64(1);
  const leftDeviation = sqrt(divide(sums.negativeSquares, sums.negativeCount));
  const rightDeviation = sqrt(divide(sums.positiveSquares, sums.positiveCount));
  const ratio = divide(leftDeviation, rightDeviation);
  const squaredRatio = multiply(ratio, ratio);
  const mean = divide(sums.absolute, sums.pixels);
  const r = divide(multiply(mean, mean), divide(sums.squares, sums.pixels));
  const numerator = multiply(add(multiply(squaredRatio, ratio), one), add(ratio, one));
  const denominator = add(squaredRatio, one);
  const normalised = divide(multiply(r, numerator), multiply(denominator, denominator));
  const { shape, scaleFactor, meanFactor } = fitShape(graph, normalised, aggdRatios);
  const leftScale = multiply(leftDeviation, scaleFactor);
  const rightScale = multiply(rightDeviation, scaleFactor);
  return {
    shape,
    mean: multiply(subtract(rightScale, leftScale), meanFactor),
    leftDeviation,
    rightDeviation,
    leftScale,
    rightScale,
  };
}

/** Shape and mean square, float64 `[B]`, of a generalised Gaussian distribution fitted to each of B maps (Sharifi and Leon-Garcia, 1995). */
export function fitGgd(
  graph: GraphBuilder,
  sums: Moments,
): { readonly shape: Value; readonly variance: Value } {
  const { multiply, divide } = arithmetic(graph);
  const variance = divide(sums.squares, sums.pixels);
  const mean = divide(sums.absolute, sums.pixels);
  const { shape } = fitShape(graph, divide(variance, multiply(mean, mean)), ggdRatios);
  return { shape, variance };
}
