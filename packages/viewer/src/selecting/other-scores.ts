import type { Direction } from '@framesieve/core';
import type { FrameScoreView } from '../api/selection.ts';
import type { ColumnsCache } from '../curve/columns-cache.ts';
import { type RunColumns, rowOfOrdinal } from '../curve/run-columns.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import type { HeldSelection } from './held-selection.ts';

/** A frame's scores by the metrics that a selection was not made by, in the order of the runs. */
export async function otherScores(
  { newest }: DecodeRecord,
  { runs }: HeldSelection,
  ordinal: number,
  columns: ColumnsCache,
): Promise<readonly FrameScoreView[]> {
  const others = newest.filter(run => !runs.some(({ metric }) => metric.id === run.metric.id));
  return Promise.all(
    others.map(async run => {
      const column = await columns.of(run);
      const row = rowOfOrdinal(column, ordinal);
      const score = row < 0 ? Number.NaN : column.scores[row]!;
      const { id, direction } = run.metric;
      if (!Number.isFinite(score)) return { metric: id, score: null, percentile: null };
      return { metric: id, score, percentile: percentileOf(score, direction, column) };
    }),
  );
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
