import type { ScoreColumn, ScoreTable } from '@framesieve/core';

/** How good each frame is, and in which order that puts them. */
export interface Ranking {
  /** One value per row of the table; higher is better, NaN where no metric is defined. */
  readonly quality: Float64Array;
  /** Rows that have a quality, best first; equal ones in order of time. */
  readonly order: Uint32Array;
}

/**
 * Ranks frames by one metric's score, or, when there are several, by the mean of their percentile ranks within the
 * video: ranks, because the scales of metrics differ and one outlier must not decide. A frame that one of several
 * metrics can't score is ranked by the others.
 */
export function rankFrames(table: ScoreTable): Ranking {
  const { metrics, ordinals } = table;
  const quality =
    metrics.length === 1 ? signedScores(metrics[0]!) : meanOf(metrics.map(percentileRanks), ordinals.length);
  return { quality, order: bestFirst(quality) };
}

function signedScores({ scores, direction }: ScoreColumn): Float64Array {
  return direction === 'higher' ? scores : scores.map(score => -score);
}

/** The share of scored frames that are worse, 0 … 1; equal scores share the middle of their ranks. */
function percentileRanks(column: ScoreColumn): Float64Array {
  const values = signedScores(column);
  const order = bestFirst(values);
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

function meanOf(columns: readonly Float64Array[], length: number): Float64Array {
  const mean = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    let sum = 0;
    let count = 0;
    for (const column of columns) {
      const value = column[row]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    mean[row] = count > 0 ? sum / count : Number.NaN;
  }
  return mean;
}

function bestFirst(quality: Float64Array): Uint32Array {
  const rows = new Uint32Array(quality.length);
  let count = 0;
  for (let row = 0; row < quality.length; row++) if (!Number.isNaN(quality[row]!)) rows[count++] = row;
  return rows.subarray(0, count).sort((a, b) => quality[b]! - quality[a]! || a - b);
}
