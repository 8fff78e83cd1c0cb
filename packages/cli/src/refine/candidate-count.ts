import type { ScoreTable } from '@framesieve/core';

/**
 * How many frames are to be refined.
 *
 * @param top a number, or a share of the frames with a score such as `10%`, rounded up.
 */
export function candidateCount(top: number | string, { metrics, ordinals }: ScoreTable): number {
  if (typeof top === 'number') return top;
  let scored = 0;
  for (let row = 0; row < ordinals.length; row++) {
    if (metrics.some(({ scores }) => !Number.isNaN(scores[row]!))) scored++;
  }
  return Math.max(0, Math.ceil((Number.parseFloat(top) / 100) * scored - 1e-9));
}
