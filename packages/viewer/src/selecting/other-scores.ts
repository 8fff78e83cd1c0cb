import type { Direction, RunRecord, Store } from '@framesieve/core';
import type { FrameScoreView } from '../api/selection.ts';
import type { ColumnsCache } from '../curve/columns-cache.ts';
import { type RunColumns, rowOfOrdinal } from '../curve/run-columns.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import type { HeldSelection } from './held-selection.ts';

/** Frames of a run up to which its columns are read for the sake of one frame's place among them. */
const mostRows = 300_000;

/** What other scores are read from. */
export interface ScoreParts {
  readonly store: Store;
  readonly columns: ColumnsCache;
}

/** A frame's scores by the metrics that a selection was not made by, in the order of the runs. */
export async function otherScores(
  { newest }: DecodeRecord,
  { runs }: HeldSelection,
  ordinal: number,
  parts: ScoreParts,
): Promise<readonly FrameScoreView[]> {
  const told: FrameScoreView[] = [];
  // One after the other, so that no more columns are in memory than are kept.
  for (const run of newest)
    if (!runs.some(({ metric }) => metric.id === run.metric.id))
      told.push(await scoreBy(run, ordinal, parts));
  return told;
}

async function scoreBy(
  run: RunRecord,
  ordinal: number,
  { store, columns }: ScoreParts,
): Promise<FrameScoreView> {
  const { runId, scored, unscorable, metric } = run;
  const isRead = scored + unscorable <= mostRows || columns.has(runId);
  if (!isRead) {
    const row = await store.score(runId, ordinal);
    return { metric: metric.id, score: row?.score.score ?? null, percentile: null };
  }
  const column = await columns.of(run);
  const row = rowOfOrdinal(column, ordinal);
  const score = row < 0 ? Number.NaN : column.scores[row]!;
  if (!Number.isFinite(score)) return { metric: metric.id, score: null, percentile: null };
  return { metric: metric.id, score, percentile: percentileOf(score, metric.direction, column) };
}

/** Percentage of the other scores that are no better, 0 … 100; `null` where there are no others. */
export function percentileOf(
  score: number,
  direction: Direction,
  { scores, counts }: Pick<RunColumns, 'scores' | 'counts'>,
): number | null {
  const others = counts.at(-1)! - 1;
  if (others < 1) return null;
  let better = 0;
  for (const other of scores) if (direction === 'higher' ? other > score : other < score) better++;
  return (100 * (others - better)) / others;
}
