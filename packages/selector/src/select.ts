import type { Pick, Rejection, ScoreTable, Selection, SelectionInput, SelectStage } from '@framesieve/core';
import { backfill } from './backfill.ts';
import { checkSettings } from './check-settings.ts';
import { pickCoverage } from './coverage-tier.ts';
import { explainPick } from './explain-pick.ts';
import { PickSet } from './pick-set.ts';
import { rankFrames } from './rank-frames.ts';
import { ownReasons, rejectFrames } from './reject-frames.ts';
import { pickTopTier } from './top-tier.ts';

/**
 * Selects frames from scores, by these rules in this order:
 *
 * 1. Frames that can't be scored, or are black, white or flat, are rejected.
 * 2. Top tier: of the best `top.percent` % of the scored frames (rounded up), the best `top.count`, best first.
 * 3. Coverage: each of `coverage` equal stretches of the timeline that has no pick yet gets its best frame.
 * 4. A frame nearer than `minGapSeconds` to a better pick, or with the same perceptual hash up to `maxHashDistance` bits,
 *    is passed over, in 2. and 3. alike.
 * 5. Backfill: if a number was asked for (`top.count` alone) and not reached, first visual deduplication is given up,
 *    then half the gap, then the gap. If every scorable frame was rejected, the best of them is picked.
 *
 * Picks are ranked by score; equal scores go to the earlier frame. A pure function: the same input gives the same
 * selection on every machine.
 *
 * @throws FrameSieveError `usage` when a setting is out of range.
 */
export function select({ table, settings }: SelectionInput): Selection {
  checkSettings(settings);
  const { quality, order } = rankFrames(table);
  const rejection = rejectFrames(table, quality, settings);
  const candidates = order.filter(row => rejection[row] === 0);
  const picks = new PickSet(table);
  pickTopTier(picks, candidates, order.length, settings);
  pickCoverage(picks, candidates, table, settings);
  const relaxed = backfill(picks, candidates, order, settings);
  return {
    settings,
    picked: rankPicks(picks, table, order),
    rejected: listRejections(picks, table, rejection),
    relaxed,
  };
}

/** Makes the select stage. */
export function createSelectStage(): SelectStage {
  return { name: 'select', run: input => select(input) };
}

function rankPicks({ picked }: PickSet, table: ScoreTable, order: Uint32Array): readonly Pick[] {
  const byRow = new Map(picked.map(pick => [pick.row, pick]));
  const ranked: Pick[] = [];
  for (let place = 0; place < order.length && ranked.length < picked.length; place++) {
    const pick = byRow.get(order[place]!);
    if (!pick) continue;
    ranked.push({
      ordinal: table.ordinals[pick.row]!,
      rank: ranked.length + 1,
      tier: pick.tier,
      reason: explainPick(pick, table, place + 1, order.length),
    });
  }
  return ranked;
}

function listRejections(picks: PickSet, table: ScoreTable, rejection: Uint8Array): readonly Rejection[] {
  const rejected: Rejection[] = [];
  for (let row = 0; row < rejection.length; row++) {
    const ordinal = table.ordinals[row]!;
    const own = ownReasons[rejection[row]!];
    const conflict = picks.passedOver.get(row);
    if (own && !picks.has(row)) rejected.push({ ordinal, reason: own, inFavourOf: null });
    else if (conflict)
      rejected.push({ ordinal, reason: conflict.reason, inFavourOf: table.ordinals[conflict.row]! });
  }
  return rejected;
}
