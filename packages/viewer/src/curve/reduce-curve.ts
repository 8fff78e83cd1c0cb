import type { Direction } from '@framesieve/core';
import { type RunColumns, rowAt } from './run-columns.ts';

/** What of a curve is drawn. */
export interface Span {
  /** Time `[from, to)`, in seconds. */
  readonly from: number;
  readonly to: number;
  /** Most points within it. */
  readonly columns: number;
}

/** Rows `[starts[k], starts[k + 1])` make point `k`. */
export interface Points {
  readonly isExact: boolean;
  readonly starts: Uint32Array;
}

/** Scores by point. */
export interface ReducedCurve {
  readonly times: number[];
  readonly ordinals: number[];
  readonly lows: (number | null)[];
  readonly highs: (number | null)[];
}

/**
 * Divides the rows of a span into points: each row, or where there are more rows than columns, the rows of each column of
 * equal time that has some. One row on either side of the span is a point too, if there is one.
 */
export function dividePoints(run: RunColumns, { from, to, columns }: Span): Points {
  const rows = run.times.length;
  const first = rowAt(run, from);
  const end = rowAt(run, to, first);
  const starts: number[] = [];
  if (first > 0) starts.push(first - 1);
  const isExact = end - first <= columns;
  if (isExact) for (let row = first; row < end; row++) starts.push(row);
  else {
    const width = (to - from) / columns;
    for (let column = 0, start = first; column < columns && start < end; column++) {
      const next =
        column === columns - 1 ? end : Math.min(end, rowAt(run, from + (column + 1) * width, start));
      if (next > start) starts.push(start);
      start = next;
    }
  }
  starts.push(end);
  if (end < rows) starts.push(end + 1);
  return { isExact, starts: Uint32Array.from(starts) };
}

/** Reduces the rows of each point to their lowest and highest score, and their best frame. */
export function reducePoints(run: RunColumns, { starts }: Points, direction: Direction): ReducedCurve {
  const { times, ordinals, scores } = run;
  const reduced: ReducedCurve = { times: [], ordinals: [], lows: [], highs: [] };
  for (let point = 0; point + 1 < starts.length; point++) {
    const start = starts[point]!;
    const end = starts[point + 1]!;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let [lowest, highest] = [start, start];
    for (let row = start; row < end; row++) {
      const score = scores[row]!;
      if (score < low) {
        low = score;
        lowest = row;
      }
      if (score > high) {
        high = score;
        highest = row;
      }
    }
    const isScored = low <= high;
    reduced.times.push(times[start]!);
    reduced.ordinals.push(ordinals[direction === 'higher' ? highest : lowest]!);
    reduced.lows.push(isScored ? low : null);
    reduced.highs.push(isScored ? high : null);
  }
  return reduced;
}
