import type { Pick, Rejection, ScoreTable, Selection, SelectionInput, SelectStage } from '@framesieve/core';
import { pickCoverage } from './coverage/coverage-tier.ts';
import { findPassages } from './coverage/passages.ts';
import { backfill } from './picking/backfill.ts';
import { explainPick } from './picking/explain-pick.ts';
import { PickSet } from './picking/pick-set.ts';
import { pickTopTier } from './picking/top-tier.ts';
import { type Preparation, prepare } from './prepare.ts';
import { reasonOf } from './reject/own-reasons.ts';

/**
 * Selects frames from scores, by these rules in this order:
 *
 * 1. Frames that can't be scored or are bad for what they are, are rejected (see `ownReasons` and `rejectFrames`).
 * 2. Top tier: of the best `top.percent` % of the scored frames (rounded up), the best `top.count`, best first.
 * 3. Coverage: each stretch of the timeline, or each shot, that has no pick yet gets its best frame, as far as possible from
 *    a passage that has none yet.
 * 4. A frame nearer than `minGapSeconds` to a better pick, with the same perceptual hash up to `maxHashDistance` bits, or of a
 *    shot that has `maxPerShot` picks, is passed over, in 2. and 3. alike.
 * 5. Backfill: what is missing from a number that was asked for is filled up, giving up constraints in a stated order (see
 *    `pickCoverage` and `backfill`), and if every scorable frame was rejected, the best of them is picked.
 *
 * Frames with a score by `refinedBy` count for more than all others, in each of these steps.
 *
 * A frame is chosen by its score, but for no more than the better of its two neighbours that show the same: no fluke. Picks
 * are ranked by score, refined ones first; equal scores go to the earlier frame. A pure function: the same input gives the same selection on
 * every machine.
 *
 * @throws FrameSieveError `usage` when a setting is out of range, or names a metric that isn't there.
 */
export function select({ table, settings }: SelectionInput): Selection {
  const prepared = prepare({ table, settings });
  const { quality, order, candidates, codes, shots, shotOf, stretches } = prepared;
  const picks = new PickSet(table, shotOf);
  pickTopTier(picks, candidates, order.length, settings);
  const relaxed: string[] = [];
  if (stretches) {
    const passages = findPassages(table, codes, shots);
    relaxed.push(...pickCoverage(picks, { candidates, quality, stretches, passages }, settings));
  }
  relaxed.push(...backfill(picks, prepared, settings));
  return {
    settings,
    picked: rankPicks(picks, { table, settings }, prepared),
    rejected: listRejections(picks, table, codes),
    relaxed,
  };
}

/** Makes the select stage. */
export function createSelectStage(): SelectStage {
  return { name: 'select', run: input => select(input) };
}

function rankPicks(
  { picked }: PickSet,
  input: SelectionInput,
  { order, refined }: Preparation,
): readonly Pick[] {
  const { table } = input;
  const byRow = new Map(picked.map(pick => [pick.row, pick]));
  const ranked: Pick[] = [];
  for (let place = 0; place < order.length && ranked.length < picked.length; place++) {
    const pick = byRow.get(order[place]!);
    if (!pick) continue;
    ranked.push({
      ordinal: table.ordinals[pick.row]!,
      rank: ranked.length + 1,
      tier: pick.tier,
      reason: explainPick(pick, input, { place: place + 1, scored: order.length, refined }),
    });
  }
  return ranked;
}

function listRejections(picks: PickSet, { ordinals }: ScoreTable, codes: Uint8Array): readonly Rejection[] {
  const rejected: Rejection[] = [];
  for (let row = 0; row < codes.length; row++) {
    const own = codes[row] === 0 || picks.has(row) ? null : reasonOf(codes[row]!);
    const conflict = own ? null : picks.passedOver(row);
    if (!own && !conflict) continue;
    rejected.push({
      ordinal: ordinals[row]!,
      reason: own ?? conflict!.reason,
      inFavourOf: conflict ? ordinals[conflict.row]! : null,
    });
  }
  return rejected;
}
