import type { ScoreColumn, ScoreTable, SelectionSettings } from '@framesieve/core';
import { createHashDistance } from '../rows/hash-distance.ts';
import { keepRows } from '../rows/keep-rows.ts';
import { sortRows } from '../rows/sort-rows.ts';
import { qualityAbove } from './quality-above.ts';
import { steadyQuality } from './steady-quality.ts';

/** How good each frame is, and in which order that puts them. */
export interface Ranking {
  /** One value per row of the table; higher is better, NaN where no metric is defined. */
  readonly quality: Float64Array;
  /** Rows that have a quality, best first; equal ones in order of rows. Those that are refined come first. */
  readonly order: Uint32Array;
  /** How many of them are refined: have a score by `refinedBy`. */
  readonly refined: number;
  /** The same rows in the order in which they are chosen: flukes count for less (see `steadyQuality`). */
  readonly steadyOrder: Uint32Array;
  /** Whether the frame of a row counts for less than its own score. */
  isFluke(row: number): boolean;
}

/**
 * Ranks frames by one metric's score, or, when there are several, by the weighted mean of their percentile ranks within
 * the video: ranks, because the scales of metrics differ and one outlier must not decide. A frame that one of several
 * metrics can't score is ranked by the others. Metrics of weight 0 don't count.
 *
 * Frames that have a score by `refinedBy` come first, ranked by that alone; the others follow, ranked by the others.
 *
 * @param settings `weights` by metric id: 1 for those that are not named.
 */
export function rankFrames(
  table: ScoreTable,
  { weights, refinedBy = null }: Pick<SelectionSettings, 'weights' | 'refinedBy'>,
): Ranking {
  const rest = rankOf(table, qualityOf(table, weights, refinedBy));
  const strong = table.metrics.find(({ id }) => id === refinedBy);
  if (!strong) return { ...rest, refined: 0 };
  const best = rankOf(table, signedScores(strong));
  const isRefined = (row: number) => !Number.isNaN(best.quality[row]!);
  return {
    quality: qualityAbove(rest.quality, best.quality, best.order),
    order: joinRows(
      best.order,
      keepRows(rest.order, row => !isRefined(row)),
    ),
    refined: best.order.length,
    steadyOrder: joinRows(
      best.steadyOrder,
      keepRows(rest.steadyOrder, row => !isRefined(row)),
    ),
    isFluke: row => (isRefined(row) ? best : rest).isFluke(row),
  };
}

function joinRows(first: Uint32Array, second: Uint32Array): Uint32Array {
  const rows = new Uint32Array(first.length + second.length);
  rows.set(first);
  rows.set(second, first.length);
  return rows;
}

/** The weight of a metric: 1 unless it is named. */
export function weightOf(id: string, weights: Readonly<Record<string, number>>): number {
  return Object.hasOwn(weights, id) ? weights[id]! : 1;
}

function rankOf({ perceptualHash }: ScoreTable, quality: Float64Array): Omit<Ranking, 'refined'> {
  const steady = steadyQuality(quality, createHashDistance(perceptualHash));
  const order = sortRows(quality);
  return {
    quality,
    order,
    // Where two are as steady, the better one comes first.
    steadyOrder: sortRows(steady, order),
    isFluke: row => steady[row]! < quality[row]!,
  };
}

function qualityOf(
  { metrics, ordinals }: ScoreTable,
  weights: Readonly<Record<string, number>>,
  refinedBy: string | null,
): Float64Array {
  const weighted = metrics
    .filter(({ id }) => id !== refinedBy)
    .map(column => ({ column, weight: weightOf(column.id, weights) }))
    .filter(({ weight }) => weight > 0);
  const [first] = weighted;
  if (first && weighted.length === 1) return signedScores(first.column);
  const ranked = weighted.map(({ column, weight }) => ({ ranks: percentileRanks(column), weight }));
  return meanOf(ranked, ordinals.length);
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
