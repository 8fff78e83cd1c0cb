import {
  FrameSieveError,
  type Pick,
  rowOf,
  type ScoreTable,
  type Selection,
  type SelectionInput,
  wasScored,
} from '@framesieve/core';
import { type Preparation, prepare } from '../prepare.ts';
import { weightOf } from '../ranking/rank-frames.ts';
import type {
  FrameStory,
  PickStory,
  Place,
  PlacedFrame,
  StretchStory,
  TransitionStory,
} from './frame-story.ts';
import { placeOf, signOf } from './place-frame.ts';
import { numberOrNull, tellFacts } from './tell-facts.ts';
import { tellVerdict } from './tell-verdict.ts';
import { writeSentences } from './write-sentences.ts';

/** What frames are explained from. */
interface PreparedScores {
  readonly prepared: Preparation;
  /** A row with its place and its score by the metric that ranked it. */
  placed(row: number): PlacedFrame;
}

/** What a frame is explained from. */
export interface FrameInSelection extends PreparedScores {
  readonly table: ScoreTable;
  readonly selection: Selection;
  readonly row: number;
  /** Picks in order of rank, those whose frames are in the table. */
  readonly picks: readonly PickStory[];
}

/**
 * Explains what a selection made of a frame: how good it is and by what, how its facts compare with what surrounds it, which
 * shot and which stretch it lies in, who was picked there, and why it was picked or not. Nothing is picked anew: the
 * selection says what became of the frame, and its own settings, which are those of `input`, say by which limits.
 *
 * @param input the scores that the selection was made from, and its settings.
 * @param ordinal a frame of the table.
 * @throws FrameSieveError `usage` for a frame that is not in the table, or settings that don't fit it.
 */
export function explainFrame(input: SelectionInput, selection: Selection, ordinal: number): FrameStory {
  // Of a frame that is not there nothing needs to be prepared.
  rowIn(input, ordinal);
  return createExplainer(input)(selection, ordinal);
}

/**
 * Prepares, once for all, what explaining frames takes.
 *
 * @returns {@link explainFrame} for these scores and settings.
 */
export function createExplainer(
  input: SelectionInput,
): (selection: Selection, ordinal: number) => FrameStory {
  const prepared = prepare(input);
  const placed = createPlaces(input, prepared);
  return (selection, ordinal) => tellStory(input, { prepared, placed }, selection, ordinal);
}

/** @throws FrameSieveError `usage` for a frame that is not in the table. */
function rowIn({ table }: SelectionInput, ordinal: number): number {
  const row = rowOf(table, ordinal);
  if (row < 0) {
    throw new FrameSieveError({
      code: 'usage',
      message: `Frame ${ordinal} is not among the frames that were selected from.`,
      hint: 'Only frames with a row in the table of scores can be explained.',
    });
  }
  return row;
}

function tellStory(
  input: SelectionInput,
  { prepared, placed }: PreparedScores,
  selection: Selection,
  ordinal: number,
): FrameStory {
  const { table, settings } = input;
  const row = rowIn(input, ordinal);
  const { rules } = prepared;
  const picks = selection.picked.flatMap(pick => tellPick(table, pick, placed));
  const frame: FrameInSelection = { table, selection, prepared, row, picks, placed };
  const story = {
    ordinal,
    ptsTicks: table.ptsTicks[row]!,
    timeSeconds: table.timeSeconds[row]!,
    metrics: table.metrics.map(column => ({
      id: column.id,
      direction: column.direction,
      weight: weightOf(column.id, settings.weights),
      refines: column.id === settings.refinedBy,
      isScored: wasScored(column, row),
      score: numberOrNull(column.scores[row]!),
      place: placeOf(column.scores, row, signOf(column)),
    })),
    rank: tellRank(prepared, placed(row).place),
    isFluke: prepared.isFluke(row),
    isCorrupt: table.corrupt[row] === 1,
    facts: tellFacts(table, row, rules),
    transition: tellTransition(frame),
    shot: tellShot(frame),
    stretch: tellStretch(frame),
    verdict: tellVerdict(frame),
  };
  return { ...story, sentences: writeSentences(story, settings) };
}

/** The place that all metrics together give a frame. */
function tellRank({ order }: Preparation, place: number | null): Place | null {
  if (place === null) return null;
  const of = order.length;
  return { place, of, percentile: of > 1 ? (100 * (of - place)) / (of - 1) : 100 };
}

function createPlaces(
  { table, settings }: SelectionInput,
  { order, refined }: Preparation,
): FrameInSelection['placed'] {
  const places = new Uint32Array(table.ordinals.length);
  for (const [place, row] of order.entries()) places[row] = place + 1;
  const strong = table.metrics.find(({ id }) => id === settings.refinedBy);
  const first = table.metrics.find(column => column !== strong);
  const scoreOf = (row: number) =>
    (places[row]! <= refined && strong ? strong : (first ?? strong))?.scores[row];
  return row => ({
    ordinal: table.ordinals[row]!,
    timeSeconds: table.timeSeconds[row]!,
    place: places[row] || null,
    score: numberOrNull(scoreOf(row) ?? Number.NaN),
  });
}

function tellPick(
  table: ScoreTable,
  { ordinal, rank, tier }: Pick,
  placed: FrameInSelection['placed'],
): PickStory[] {
  const row = rowOf(table, ordinal);
  return row < 0 ? [] : [{ ...placed(row), rank, tier }];
}

function tellTransition({ table, prepared, row }: FrameInSelection): TransitionStory | null {
  const found = prepared.transitions.find(({ start, end }) => start <= row && row < end);
  if (!found) return null;
  const { kind, start, end, lost } = found;
  const { timeSeconds } = table;
  return {
    kind,
    startSeconds: timeSeconds[start]!,
    endSeconds: timeSeconds[Math.min(end, timeSeconds.length - 1)]!,
    lost,
  };
}

function tellShot({ table, prepared, row, picks }: FrameInSelection): FrameStory['shot'] {
  const { shots, shotOf } = prepared;
  const shot = shotOf[row]!;
  const { startSeconds, endSeconds, begins } = shots[shot]!;
  return {
    number: shot + 1,
    of: shots.length,
    startSeconds,
    endSeconds,
    begins,
    picks: picks.filter(pick => shotOf[rowOf(table, pick.ordinal)] === shot),
  };
}

function tellStretch({ table, prepared, row, picks, placed }: FrameInSelection): StretchStory | null {
  const { stretches, candidates } = prepared;
  if (!stretches) return null;
  const stretch = stretches.ofRow[row]!;
  const best = candidates.find(other => stretches.ofRow[other] === stretch);
  return {
    name: stretches.describe(stretch),
    picks: picks.filter(pick => stretches.ofRow[rowOf(table, pick.ordinal)] === stretch),
    best: best === undefined ? null : placed(best),
  };
}
