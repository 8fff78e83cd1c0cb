import type { SelectionSettings } from '@framesieve/core';
import type { PickSet } from './pick-set.ts';

/** How many of the scored frames belong to the best `percent` %: rounded up, so that a short video has at least one. */
export function poolSize(percent: number | null, scored: number): number {
  if (percent === null) return scored;
  if (percent === 0) return 0;
  return Math.min(scored, Math.max(1, Math.ceil((percent / 100) * scored - 1e-9)));
}

/**
 * Picks from the best frames, best first, leaving out those too near to a better one, until there are `count`.
 *
 * @param candidates rows that are not rejected, best first.
 * @param scored number of frames with a score, of which `percent` is taken.
 */
export function pickTopTier(
  picks: PickSet,
  candidates: Uint32Array,
  scored: number,
  settings: SelectionSettings,
): void {
  const { count, percent } = settings.top;
  if (count === null && percent === null) return;
  const limit = count ?? Number.POSITIVE_INFINITY;
  const pool = candidates.subarray(0, poolSize(percent, scored));
  const note =
    percent === null
      ? `as one of the best ${count} that keep their distance`
      : `among the best ${pool.length} that are not rejected (${percent} % of ${scored})`;
  let found = 0;
  for (const row of pool) {
    if (found >= limit) return;
    if (picks.tryPick(row, 'top', () => note, settings)) found++;
  }
}
