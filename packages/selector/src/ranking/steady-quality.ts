import type { HashDistance } from '../rows/hash-distance.ts';

/** Most differing bits between neighbouring frames that still show the same thing. */
const mostDifferentBits = 8;

/**
 * Takes one-frame flukes out of scores, which are noisy: a frame counts for no more than the better of its two neighbours,
 * as far as they show the same picture. What stands alone, as frames of a sparse sample do, keeps its own value.
 *
 * @param quality one value per row, higher is better, NaN where unknown.
 */
export function steadyQuality(quality: Float64Array, hashDistance: HashDistance): Float64Array {
  const steady = quality.slice();
  const alike = new Uint8Array(quality.length);
  for (let row = 1; row < quality.length; row++) {
    alike[row] = hashDistance(row - 1, row) <= mostDifferentBits ? 1 : 0;
  }
  for (let row = 1; row < quality.length - 1; row++) {
    if (!alike[row] || !alike[row + 1]) continue;
    const neighbours = Math.max(quality[row - 1]!, quality[row + 1]!);
    if (neighbours < quality[row]!) steady[row] = neighbours;
  }
  return steady;
}
