import type { ScoreColumn, ScoreTable } from '@framesieve/core';
import { sortRows } from '../rows/sort-rows.ts';

/** How good each frame is, and in which order that puts them. */
export interface Ranking {
  /** One value per row of the table; higher is better, NaN where no metric is defined. */
  readonly quality: Float64Array;
  /** Rows that have a quality, best first; equal ones in order of rows. */
  readonly order: Uint32Array;
}

/**
 * Ranks frames by one metric's score, or, when there are several, by the weighted mean of their percentile ranks within
 * the video: ranks, because the scales of metrics differ and one outlier must not decide. A frame that one of several
 * metrics can't score is ranked by the others. Metrics of weight 0 don't count.
 *
 * @param weights by metric id; 1 for those that are not named.
 */
export function rankFrames(
  { metrics, ordinals }: ScoreTable,
  weights: Readonly<Record<string, number>>,
): Ranking {
  const weighted = metrics
    .map(column => ({ column, weight: weightOf(column.id, weights) }))
    .filter(({ weight }) => weight > 0);
  const [first] = weighted;
  const quality =
    first && weighted.length === 1
      ? signedScores(first.column)
      : meanOf(
          weighted.map(({ column, weight }) => ({ ranks: percentileRanks(column), weight })),
          ordinals.length,
        );
  return { quality, order: sortRows(quality) };
}

/** The weight of a metric: 1 unless it is named. */
export function weightOf(id: string, weights: Readonly<Record<string, number>>): number {
  return Object.hasOwn(weights, id) ? weights[id]! : 1;
}

function signedScores({ scores, direction }: ScoreColumn): Float64Array {
  return direction === 'higher' ? scores : scores.map(score => -score);
}

/** The share of scored frames that are worse, 0 … 1; equal scores share the middle of their ranks. */
function percentileRanks(column: ScoreColumn): Float64Array {
  const values = signedScores(column);
  const order = sortRows(values);
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  const last = Math.max(1, order.length - 1);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    const rank = 1 - (start + end - 1) / 2 / last;
    for (let i = start; i < end; i++) ranks[order[i]!] = rank;
    start = end;
  }
  return ranks;
}

interface WeightedRanks {
  readonly ranks: Float64Array;
  readonly weight: number;
}

function meanOf(columns: readonly WeightedRanks[], length: number): Float64Array {
  const sums = new Float64Array(length);
  const totals = new Float64Array(length);
  for (const { ranks, weight } of columns) {
    for (let row = 0; row < length; row++) {
      const rank = ranks[row]!;
      if (Number.isNaN(rank)) continue;
      sums[row]! += rank * weight;
      totals[row]! += weight;
    }
  }
  // 0 ÷ 0 is NaN: a frame that none can score.
  return sums.map((sum, row) => sum / totals[row]!);
}
