import type { SelectionSettings } from '@framesieve/core';
import type { PickSet, Spacing } from './pick-set.ts';

interface Relaxation extends Spacing {
  readonly name: string;
}

/** The constraints, less and less strict, in the order in which they are given up. */
function relaxations({ minGapSeconds, maxHashDistance }: SelectionSettings): readonly Relaxation[] {
  const steps: Relaxation[] = [];
  if (maxHashDistance !== null) {
    steps.push({ name: 'visual deduplication off', minGapSeconds, maxHashDistance: null });
  }
  if (minGapSeconds > 0) {
    const half = minGapSeconds / 2;
    steps.push({ name: `minimum gap halved to ${half} s`, minGapSeconds: half, maxHashDistance: null });
    steps.push({ name: 'no minimum gap', minGapSeconds: 0, maxHashDistance: null });
  }
  return steps;
}

/**
 * Fills up what is missing from a number of frames that was asked for (`top.count` without `top.percent`), giving up
 * one constraint after the other. Whatever the settings, a video in which every scorable frame is rejected still
 * gives its best one, as long as anything was asked for.
 *
 * @param candidates rows that are not rejected, best first.
 * @param order all rows with a score, best first.
 * @returns the constraints that were relaxed, in the order in which they were.
 */
export function backfill(
  picks: PickSet,
  candidates: Uint32Array,
  order: Uint32Array,
  settings: SelectionSettings,
): readonly string[] {
  const { top, coverage } = settings;
  const relaxed: string[] = [];
  const target = top.percent === null ? Math.min(top.count ?? 0, candidates.length) : 0;
  for (const { name, ...spacing } of relaxations(settings)) {
    if (picks.picked.length >= target) break;
    relaxed.push(name);
    for (const row of candidates) {
      if (picks.picked.length >= target) break;
      if (picks.has(row)) continue;
      picks.tryPick({ row, tier: 'backfill', note: `to fill up the ${target} asked for (${name})` }, spacing);
    }
  }
  const asksForTop = (top.count ?? top.percent) !== null && top.count !== 0 && top.percent !== 0;
  const [best] = order;
  if ((asksForTop || coverage > 0) && picks.picked.length === 0 && best !== undefined) {
    const name = 'black, white and flat frames allowed';
    relaxed.push(name);
    picks.tryPick({ row: best, tier: 'backfill', note: `as nothing better is there (${name})` }, settings);
  }
  return relaxed;
}
