import {
  FrameSieveError,
  type Pick,
  rowOf,
  type ScoreTable,
  type Selection,
  type SelectionInput,
} from '@framesieve/core';
import { type Preparation, prepare } from '../prepare.ts';
import { weightOf } from '../ranking/rank-frames.ts';
import { steadyQuality } from '../ranking/steady-quality.ts';
import { createHashDistance } from '../rows/hash-distance.ts';
import type { FrameStory, PickStory, PlacedFrame, StretchStory, TransitionStory } from './frame-story.ts';
import { placeOf, signOf } from './place-frame.ts';
import { numberOrNull, tellFacts } from './tell-facts.ts';
import { tellVerdict } from './tell-verdict.ts';
import { writeSentences } from './write-sentences.ts';

/** What a frame is explained from. */
export interface FrameInSelection {
  readonly table: ScoreTable;
  readonly selection: Selection;
  readonly prepared: Preparation;
  readonly row: number;
  /** Picks in order of rank, those whose frames are in the table. */
  readonly picks: readonly PickStory[];
  /** A row with its place and its score by the metric that ranks first. */
  placed(row: number): PlacedFrame;
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
  const { table, settings } = input;
  const row = rowOf(table, ordinal);
  if (row < 0) {
    throw new FrameSieveError({
      code: 'usage',
      message: `Frame ${ordinal} is not among the frames that were selected from.`,
      hint: 'Only frames with a row in the table of scores can be explained.',
    });
  }
  const prepared = prepare(input);
  const { quality, rules } = prepared;
  const placed = createPlaces(table, prepared);
  const picks = selection.picked.flatMap(pick => tellPick(table, pick, placed));
  const frame: FrameInSelection = { table, selection, prepared, row, picks, placed };
  const steady = steadyQuality(quality, createHashDistance(table.perceptualHash));
  const story = {
    ordinal,
    ptsTicks: table.ptsTicks[row]!,
    timeSeconds: table.timeSeconds[row]!,
    metrics: table.metrics.map(column => ({
      id: column.id,
      direction: column.direction,
      weight: weightOf(column.id, settings.weights),
      score: numberOrNull(column.scores[row]!),
      place: placeOf(column.scores, row, signOf(column)),
    })),
    rank: placeOf(quality, row, 1),
    isFluke: steady[row]! < quality[row]!,
    isCorrupt: table.corrupt[row] === 1,
    facts: tellFacts(table, row, rules),
    transition: tellTransition(frame),
    shot: tellShot(frame),
    stretch: tellStretch(frame),
    verdict: tellVerdict(frame),
  };
  return { ...story, sentences: writeSentences(story, settings) };
}

function createPlaces(table: ScoreTable, { order }: Preparation): FrameInSelection['placed'] {
  const places = new Uint32Array(table.ordinals.length);
  for (const [place, row] of order.entries()) places[row] = place + 1;
  const [first] = table.metrics;
  return row => ({
    ordinal: table.ordinals[row]!,
    timeSeconds: table.timeSeconds[row]!,
    place: places[row] || null,
    score: first ? numberOrNull(first.scores[row]!) : null,
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
