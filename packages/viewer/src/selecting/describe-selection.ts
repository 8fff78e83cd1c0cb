import type { Store } from '@framesieve/core';
import type { PickView, SelectionView } from '../api/selection.ts';
import type { ColumnsCache } from '../curve/columns-cache.ts';
import { rowOfOrdinal } from '../curve/run-columns.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import { type CorrectedSelection, correctHeld, type HeldSelection } from './held-selection.ts';
import { countCodes } from './reason-codes.ts';
import type { SelectionBook } from './selection-book.ts';

/** What selections are told from. */
export interface SelectionParts {
  readonly store: Store;
  readonly columns: ColumnsCache;
  readonly selections: SelectionBook;
}

/** Tells a selection as the page takes it, with corrections by hand. */
export async function describeSelection(
  record: DecodeRecord,
  held: HeldSelection,
  parts: SelectionParts,
): Promise<SelectionView> {
  const overrides = await parts.selections.overrides(record);
  const corrected = correctHeld(held, overrides);
  return {
    key: held.key,
    source: held.source,
    settings: held.settings,
    runIds: held.runs.map(run => run.runId),
    picks: await describePicks(record, held, corrected, parts),
    rejected: countCodes(corrected.codes),
    relaxed: held.relaxed,
    overrides,
    changes: held.source === 'preview' ? await changesOf(record, corrected, parts) : null,
    elapsedMs: held.elapsedMs,
  };
}

/** The picks of a selection, in order of rank. */
export async function describePicks(
  { decodeId }: DecodeRecord,
  { runs }: HeldSelection,
  { picked }: CorrectedSelection,
  { store, columns }: Pick<SelectionParts, 'store' | 'columns'>,
): Promise<readonly PickView[]> {
  const ordinals = picked.map(pick => pick.ordinal).sort((a, b) => a - b);
  const frames = await store.frames(decodeId, ordinals);
  const times = new Map(frames.map(frame => [frame.ordinal, frame.timeSeconds]));
  const byMetric: [string, Awaited<ReturnType<ColumnsCache['of']>>][] = [];
  for (const run of runs) byMetric.push([run.metric.id, await columns.of(run)]);
  return picked.flatMap(({ ordinal, rank, tier, reason }) => {
    const timeSeconds = times.get(ordinal);
    if (timeSeconds === undefined) return [];
    const scores: Record<string, number | null> = {};
    for (const [metric, run] of byMetric) {
      const row = rowOfOrdinal(run, ordinal);
      if (row < 0) continue;
      const score = run.scores[row]!;
      scores[metric] = Number.isFinite(score) ? score : null;
    }
    return [{ ordinal, rank, tier, reason, timeSeconds, scores }];
  });
}

/** What a trial changes against the stored picks; `null` where none are stored. */
async function changesOf(
  { decodeId }: DecodeRecord,
  { picked, overrides }: CorrectedSelection,
  { store }: SelectionParts,
): Promise<SelectionView['changes']> {
  const latest = await store.latestPicks(decodeId);
  if (!latest) return null;
  const stored = {
    ...{ key: '', source: 'stored' as const, selectionId: latest.selectionId, runs: [], elapsedMs: 0 },
    ...{ ...latest.selection, codes: new Uint8Array() },
  };
  const before = new Set(correctHeld(stored, overrides).picked.map(pick => pick.ordinal));
  const after = new Set(picked.map(pick => pick.ordinal));
  return {
    added: [...after].filter(ordinal => !before.has(ordinal)).sort((a, b) => a - b),
    removed: [...before].filter(ordinal => !after.has(ordinal)).sort((a, b) => a - b),
  };
}
