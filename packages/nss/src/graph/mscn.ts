import type { GraphBuilder, Value } from '@framesieve/models';
import { gaussianWindow } from '../gaussian-window.ts';
import { arithmetic } from './arithmetic.ts';
import { type Edge, filterBlocks } from './blocked-filter.ts';

/** Local statistics of a map. */
export interface LocalStatistics {
  /** (x − µ) / (σ + 1), float32. */
  readonly mscn: Value;
  /** σ, float64. */
  readonly deviation: Value;
}

/**
 * Mean-subtracted, contrast-normalised values of float64 maps `[N, H, W]` with levels 0 … 255, H and W multiples of 16: local mean
 * and deviation under the Gaussian window (Mittal et al., NIQE eq. 1 to 3).
 *
 * Differences below 2⁻³³ become 0: in flat areas they are rounding errors, whose sign would count as if it were texture. Everything
 * up to the differences is float64, because σ² is a small difference of large numbers.
 */
export function localStatistics(graph: GraphBuilder, map: Value, edge: Edge): LocalStatistics {
  const { add, subtract, multiply, divide, sqrt, abs, toFloat32 } = arithmetic(graph);
  const blur = (value: Value) => filterBlocks(graph, value, { taps: gaussianWindow, step: 1, edge });
  const mean = blur(map);
  const variance = subtract(blur(multiply(map, map)), multiply(mean, mean));
  const deviation = sqrt(abs(variance));
  // Adding and subtracting 3 · 2¹⁹ leaves multiples of 2⁻³², the spacing of float64 there.
  const grain = graph.float64(3 * 2 ** 19);
  const difference = subtract(add(subtract(map, mean), grain), grain);
  const mscn = divide(toFloat32(difference), add(toFloat32(deviation), graph.float32(1)));
  return { mscn, deviation };
}
