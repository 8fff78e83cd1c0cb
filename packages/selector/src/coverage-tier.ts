import type { ScoreTable, SelectionSettings } from '@framesieve/core';
import type { PickSet } from './pick-set.ts';

/** Equal stretches of a timeline. */
interface Timeline {
  /** The stretch that a time lies in, 0-based. */
  stretchOf(timeSeconds: number): number;
  /** Start and end of a stretch, in seconds. */
  boundsOf(stretch: number): readonly [number, number];
}

/** Divides the time from the first frame to the last into `count` stretches of equal length. */
function divideTimeline(timeSeconds: Float64Array, count: number): Timeline {
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  // Not just the first and last row: timestamps may run backward.
  for (const time of timeSeconds) {
    start = Math.min(start, time);
    end = Math.max(end, time);
  }
  const length = (end - start) / count;
  return {
    stretchOf: time => (length > 0 ? Math.min(count - 1, Math.floor((time - start) / length)) : 0),
    boundsOf: stretch => [start + stretch * length, start + (stretch + 1) * length],
  };
}

/**
 * Gives each stretch that has no pick yet its best frame that keeps the distance to all picks. A stretch without
 * such a frame stays empty.
 *
 * @param candidates rows that are not rejected, best first.
 */
export function pickCoverage(
  picks: PickSet,
  candidates: Uint32Array,
  table: ScoreTable,
  settings: SelectionSettings,
): void {
  const { coverage } = settings;
  if (coverage === 0 || candidates.length === 0) return;
  const { stretchOf, boundsOf } = divideTimeline(table.timeSeconds, coverage);
  const covered = new Uint8Array(coverage);
  for (const { row } of picks.picked) covered[stretchOf(table.timeSeconds[row]!)] = 1;
  let open = coverage - covered.reduce((sum, flag) => sum + flag, 0);
  // Best first over all stretches, so that where two stretches compete, the better frame wins.
  for (const row of candidates) {
    if (open === 0) return;
    const stretch = stretchOf(table.timeSeconds[row]!);
    if (covered[stretch]) continue;
    const [start, end] = boundsOf(stretch);
    const note = `the best of stretch ${stretch + 1} of ${coverage} (${start.toFixed(1)}–${end.toFixed(1)} s)`;
    if (!picks.tryPick({ row, tier: 'coverage', note }, settings)) continue;
    covered[stretch] = 1;
    open--;
  }
}
