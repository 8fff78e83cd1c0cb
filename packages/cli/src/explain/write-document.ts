import type { FrameRecord } from '@framesieve/core';
import {
  describeFact,
  type FrameStory,
  type PickStory,
  type PlacedFrame,
  type PreferredFrame,
  type PreferredPick,
  type Verdict,
} from '@framesieve/selector';
import type { ExplainedSelection } from './choose-selection.ts';
import type { ExplainDocument } from './explain-document.ts';

/** What an explanation is about. */
export interface ExplainedFrame {
  readonly path: string;
  readonly explained: ExplainedSelection;
  readonly record: FrameRecord;
  readonly story: FrameStory;
  /** Names of the stills that were written of it. */
  readonly stills: readonly string[];
  readonly warnings: readonly string[];
}

/** An explanation as its document. */
export function writeDocument({
  path,
  explained,
  record,
  story,
  stills,
  warnings,
}: ExplainedFrame): ExplainDocument {
  const { source, selectionId, selection } = explained;
  const { ordinal, ptsTicks, ptsSource, timeSeconds, width, height, keyFrame, corrupt } = record;
  const { metrics, rank, isFluke, facts, transition, shot, stretch, verdict, sentences } = story;
  return {
    version: 1,
    command: 'explain',
    error: null,
    warnings: [...warnings],
    path,
    selection: {
      source,
      id: selectionId,
      picks: selection.picked.length,
      settings: { ...selection.settings },
    },
    frame: { frame: ordinal, ptsTicks, ptsSource, timeSeconds, width, height, keyFrame, corrupt },
    metrics: [...metrics],
    rank,
    isFluke,
    facts: facts.map(fact => ({ ...fact, text: describeFact(fact), rules: [...fact.rules] })),
    transition,
    shot: { ...shot, picks: shot.picks.map(pickOf) },
    stretch: stretch && {
      name: stretch.name,
      picks: stretch.picks.map(pickOf),
      best: stretch.best && placedOf(stretch.best),
    },
    verdict: verdictOf(verdict, stills),
    sentences: [...sentences],
  };
}

function verdictOf(verdict: Verdict, stills: readonly string[]): ExplainDocument['verdict'] {
  if (verdict.kind === 'picked') {
    const { rank, tier, reason } = verdict.pick;
    return { kind: 'picked', rank, tier, reason, stills: [...stills] };
  }
  if (verdict.kind === 'not-good-enough') {
    const { kind, top, tooNear } = verdict;
    return { kind, top, tooNear: tooNear && preferredOf(tooNear) };
  }
  const { kind, reason, inFavourOf, takenOut } = verdict;
  return {
    kind,
    reason,
    inFavourOf: inFavourOf && preferredOf(inFavourOf),
    ...(takenOut && { takenOut: { ...placedOf(takenOut), ...distancesOf(takenOut) } }),
  };
}

function preferredOf(pick: PreferredPick) {
  return { ...pickOf(pick), ...distancesOf(pick) };
}

function distancesOf({ distanceSeconds, distanceBits }: PreferredFrame) {
  return { distanceSeconds, distanceBits };
}

function pickOf(pick: PickStory) {
  return { ...placedOf(pick), rank: pick.rank, tier: pick.tier };
}

function placedOf({ ordinal, timeSeconds, place, score }: PlacedFrame) {
  return { frame: ordinal, timeSeconds, place, score };
}
