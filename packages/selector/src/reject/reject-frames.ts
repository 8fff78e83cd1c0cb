import type { RejectSettings, ScoreTable } from '@framesieve/core';
import { slidingQuantile, type Windows } from '../rows/sliding-quantile.ts';
import { paceOf } from '../rows/timeline.ts';
import { groupShots } from '../shots/group-shots.ts';
import type { Shot } from '../shots/shots.ts';
import type { Transition } from '../shots/transition.ts';
import { absoluteRules, relativeRules } from './fact-rules.ts';
import { findCards } from './find-cards.ts';
import { findDamage, markDamaged } from './find-damage.ts';
import { keepOtherPictures, markRows } from './mark-rows.ts';
import { codeOf } from './own-reasons.ts';
import type { Rule } from './rule.ts';

/** How far surroundings reach on either side: several times a bad stretch, so that it is not its own measure. */
const reachSeconds = 15;
/** Of less that shows the same thing, nothing is usual. */
const leastSeconds = 1;
const leastRows = 8;

/** What the reject stage found. */
export interface Verdicts {
  /** One code per row, for `reasonOf`; 0 for those that may be picked. */
  readonly codes: Uint8Array;
  /** The rules that look at facts, in their order, those that are switched on. */
  readonly rules: readonly Rule[];
}

/**
 * Finds the frames that can't be picked; the first reason that applies counts. What a rule needs to know and isn't known
 * (NaN), it lets pass.
 *
 * Defects that are relative (exposure, noise, blockiness, blur) are so to what surrounds the frame: a quantile of the fact
 * over the frames that show the same thing (see `groupShots`), up to 15 seconds before and after, without those that are
 * rejected already: noise, say, must not pass for the usual sharpness. So a scene that is dark or soft throughout is kept.
 *
 * @param quality one value per row, NaN where there is no score.
 * @param transitions fades of which the setting says they are, and cross-fades.
 */
export function rejectFrames(
  table: ScoreTable,
  quality: Float64Array,
  shots: readonly Shot[],
  transitions: readonly Transition[],
  settings: RejectSettings,
): Verdicts {
  const codes = new Uint8Array(quality.length);
  const rules: Rule[] = [];
  const mark = (rule: Rule) => {
    rules.push(rule);
    markRows(codes, table, rule);
  };
  for (let row = 0; row < codes.length; row++) {
    if (Number.isNaN(quality[row]!)) codes[row] = codeOf('unscorable');
  }
  for (const rule of absoluteRules(settings)) mark(rule);
  for (const { kind, start, end } of transitions) {
    for (let row = start; row < end; row++) if (codes[row] === 0) codes[row] = codeOf(kind);
  }
  if (settings.cards !== null) {
    for (const row of findCards(table, codes, settings.cards)) codes[row] = codeOf('card');
  }
  // What is stored from before there was this rule doesn't name it.
  const damage = findDamage(table, settings.damaged ?? null);
  if (damage.rule) rules.push(damage.rule);
  const excluded = () => either(codes, damage.rows);
  const rowsIn = paceOf(table.timeSeconds);
  const windows: Windows = {
    ...groupShots(table, shots, excluded()),
    reach: rowsIn(reachSeconds),
    least: Math.max(leastRows, rowsIn(leastSeconds)),
  };
  // Each in turn looks at what the ones before it have left.
  for (const rule of relativeRules(settings, (fact, quantile) =>
    slidingQuantile(table[fact], excluded(), windows, quantile),
  )) {
    mark(rule);
    keepOtherPictures(codes, table, rule, shots);
  }
  // Last, as a bad stretch goes on beside it.
  markDamaged(codes, damage.rows);
  return { codes, rules };
}

/** Rows that are something but 0 in one of two columns. */
function either(one: Uint8Array, other: Uint8Array): Uint8Array {
  const result = one.slice();
  for (let row = 0; row < result.length; row++) result[row]! |= other[row]!;
  return result;
}
