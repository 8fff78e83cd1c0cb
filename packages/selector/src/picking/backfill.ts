import type { SelectionSettings } from '@framesieve/core';
import { codeOf } from '../reject/own-reasons.ts';
import type { PickSet } from './pick-set.ts';
import { relaxations } from './relaxations.ts';

/** What was looked at, best first. */
export interface Backfillable {
  /** Rows that are not rejected. */
  readonly candidates: Uint32Array;
  /** All rows with a score. */
  readonly order: Uint32Array;
  /** Why rows are rejected, as codes. */
  readonly codes: Uint8Array;
}

/** Rejections that are given up only if nothing else is there, in this order. */
const lastResorts = [
  { name: 'blurred, noisy, blocky and badly exposed frames allowed', from: codeOf('underexposed') },
  { name: 'fades and cards allowed', from: codeOf('fade') },
  { name: 'damaged frames allowed', from: codeOf('damaged') },
  { name: 'black, white and flat frames allowed', from: codeOf('black') },
];

/**
 * Fills up what is missing from a number of frames that was asked for (`top.count` without `top.percent`), giving up
 * one constraint after the other. Whatever the settings, a video in which every scorable frame is rejected still
 * gives its best one, as long as anything was asked for.
 *
 * @returns the constraints that were relaxed, in the order in which they were.
 */
export function backfill(
  picks: PickSet,
  { candidates, order, codes }: Backfillable,
  settings: SelectionSettings,
): readonly string[] {
  const { top } = settings;
  const relaxed: string[] = [];
  const target = top.percent === null ? Math.min(top.count ?? 0, candidates.length) : 0;
  for (const { name, spacing } of relaxations(settings)) {
    if (picks.picked.length >= target) break;
    relaxed.push(name);
    const note = () => `to fill up the ${target} asked for (${name})`;
    for (const row of candidates) {
      if (picks.picked.length >= target) break;
      picks.tryPick(row, 'backfill', note, spacing);
    }
  }
  if (picks.picked.length > 0 || order.length === 0 || !asksForAny(settings)) return relaxed;
  for (const { name, from } of lastResorts) {
    const best = order.find(row => codes[row]! >= from);
    relaxed.push(name);
    if (best === undefined) continue;
    picks.tryPick(best, 'backfill', () => `as nothing better is there (${name})`, settings);
    break;
  }
  return relaxed;
}

function asksForAny({ top, coverage }: SelectionSettings): boolean {
  const asksForTop = (top.count ?? top.percent) !== null && top.count !== 0 && top.percent !== 0;
  return asksForTop || coverage.picks !== 0;
}
