import { type PlannedStill, rankingMetric, type Store } from '@framesieve/core';
import type { ColumnsCache } from '../curve/columns-cache.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import { describePicks } from '../selecting/describe-selection.ts';
import { type CorrectedSelection, correctHeld, type HeldSelection } from '../selecting/held-selection.ts';
import type { SelectionBook } from '../selecting/selection-book.ts';

/** What stills are planned from. */
export interface StillParts {
  readonly store: Store;
  readonly columns: ColumnsCache;
  readonly selections: SelectionBook;
}

/** Joins the corrected picks of a selection with their stored frames and scores, in order of ordinals. */
export async function planStills(
  record: DecodeRecord,
  held: HeldSelection,
  parts: StillParts,
): Promise<readonly PlannedStill[]> {
  const corrected: CorrectedSelection = correctHeld(held, await parts.selections.overrides(record));
  const views = await describePicks(record, held, corrected, parts);
  const scores = new Map(views.map(view => [view.ordinal, view.scores]));
  const picks = corrected.picked.toSorted((a, b) => a.ordinal - b.ordinal);
  const frames = await parts.store.frames(
    record.decodeId,
    picks.map(pick => pick.ordinal),
  );
  const byOrdinal = new Map(picks.map(pick => [pick.ordinal, pick]));
  return frames.map(frame => {
    const own = scores.get(frame.ordinal) ?? {};
    const pick = byOrdinal.get(frame.ordinal)!;
    return { pick, frame, scores: own, rankedBy: rankingMetric(own, held.settings) };
  });
}
