import type { ScoreTable, SelectionInput, SelectionSettings } from '@framesieve/core';
import { checkSettings } from './check-settings.ts';
import { countCoverage } from './coverage/count-coverage.ts';
import { divideByShot, divideByTime, type Stretches } from './coverage/stretches.ts';
import { type Ranking, rankFrames } from './ranking/rank-frames.ts';
import { rejectFrames, type Verdicts } from './reject/reject-frames.ts';
import { keepRows } from './rows/keep-rows.ts';
import { rangeOfRows } from './rows/range-of-rows.ts';
import { divideAt, findTransitions, type Shot } from './shots/shots.ts';
import type { Transition } from './shots/transition.ts';

/** All that is known before anything is picked. */
export interface Preparation extends Ranking, Verdicts {
  readonly transitions: readonly Transition[];
  readonly shots: readonly Shot[];
  /** Shot of each row. */
  readonly shotOf: Uint32Array;
  /** Rows that are not rejected, best first, flukes taken out (see `rankFrames`). */
  readonly candidates: Uint32Array;
  /** What coverage wants a frame of each; `null` where it wants none. */
  readonly stretches: Stretches | null;
}

/**
 * Ranks the frames, divides them into shots, and rejects what can't be picked.
 *
 * @throws FrameSieveError `usage` when a setting is out of range, or names a metric that isn't there.
 */
export function prepare({ table, settings }: SelectionInput): Preparation {
  checkSettings(settings, table);
  const ranking = rankFrames(table, settings);
  const { quality, steadyOrder } = ranking;
  const transitions = findTransitions(table, settings.reject.fades);
  const shots = divideAt(table, transitions);
  const shotOf = rangeOfRows(shots, quality.length);
  const { fades } = settings.reject;
  const rejected = transitions.filter(({ lost }) => fades !== null && lost >= fades);
  const { codes, rules } = rejectFrames(table, quality, shots, rejected, settings.reject);
  const candidates = keepRows(steadyOrder, row => codes[row] === 0);
  const stretches = divide(table, settings, shots, shotOf, candidates);
  return { ...ranking, transitions, shots, shotOf, codes, rules, candidates, stretches };
}

function divide(
  table: ScoreTable,
  { coverage }: SelectionSettings,
  shots: readonly Shot[],
  shotOf: Uint32Array,
  candidates: Uint32Array,
): Stretches | null {
  const { by, picks, per } = coverage;
  const count = countCoverage(coverage, table, candidates, shots.length);
  if (count === 0) return null;
  if (by === 'time') return divideByTime(table, count);
  const each = per === 'shot' && picks !== 'auto' ? picks : null;
  return divideByShot(table, shots, shotOf, candidates, count, each);
}
