import type { ScoreColumn } from '@framesieve/core';
import type { RowsByColumn } from './timeline.ts';

/** The scores of the frames of one column of a chart. */
export interface CurveColumn {
  /** The lowest and the highest number, whichever is better. */
  readonly minimum: number;
  readonly maximum: number;
  readonly median: number;
}

/** Reduces a curve to its columns; `null` for those without a score. */
export function reduceCurve(
  { scores }: Pick<ScoreColumn, 'scores'>,
  { rows, starts }: RowsByColumn,
): readonly (CurveColumn | null)[] {
  return Array.from({ length: starts.length - 1 }, (_, column) => {
    const sorted = finiteScores(scores, rows, starts[column]!, starts[column + 1]!).sort();
    if (sorted.length === 0) return null;
    return { minimum: sorted[0]!, maximum: sorted.at(-1)!, median: sorted[sorted.length >> 1]! };
  });
}

/** The scores of the rows at places `[start, end)`, without those that are undefined. */
function finiteScores(scores: Float64Array, rows: Uint32Array, start: number, end: number): Float64Array {
  const all = new Float64Array(end - start);
  let count = 0;
  for (let i = start; i < end; i++) {
    const score = scores[rows[i]!]!;
    if (Number.isFinite(score)) all[count++] = score;
  }
  return all.subarray(0, count);
}
