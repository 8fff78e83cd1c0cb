import type { ScoreColumn, ScoreTable } from '@framesieve/core';
import { reduceCurve } from '../chart/reduce-curve.ts';
import { heightOf, type ScoreAxis } from '../chart/score-axis.ts';
import { positionOf, type RowsByColumn, type Timeline } from '../chart/timeline.ts';
import { unscoredGaps } from '../chart/unscored-gaps.ts';

/** A curve, and the scale that it is drawn to. */
export interface CurveScale {
  readonly table: ScoreTable;
  readonly metric: ScoreColumn;
  readonly axis: ScoreAxis;
  readonly timeline: Timeline;
  readonly rows: RowsByColumn;
  /** The scale is `timeline.columns` wide and so high. */
  readonly height: number;
}

/** Path data of a curve. */
export interface CurvePaths {
  /** Through every score, or through the median of each column where there are more than columns. */
  readonly line: string;
  /** From the lowest to the highest score of each column; `null` where every score is on the line. */
  readonly band: string | null;
}

/** Draws a curve so that its length doesn't grow with the number of frames. It is broken where there is no score. */
export function curvePaths(scale: CurveScale): CurvePaths {
  return scale.table.ordinals.length <= 1.5 * scale.timeline.columns ? everyScore(scale) : reduced(scale);
}

function everyScore({ table, metric, axis, timeline, height }: CurveScale): CurvePaths {
  const gaps = unscoredGaps(table);
  const pieces: string[][] = [[]];
  for (const [row, score] of metric.scores.entries()) {
    if (gaps.has(row) || !Number.isFinite(score)) pieces.push([]);
    if (!Number.isFinite(score)) continue;
    const x = positionOf(timeline, table.timeSeconds[row]!) * timeline.columns;
    pieces.at(-1)!.push(point(x, height, heightOf(axis, score)));
  }
  return { line: pieces.map(linePath).join(''), band: null };
}

function reduced({ table, metric, axis, timeline, rows, height }: CurveScale): CurvePaths {
  const gaps = unscoredGaps(table);
  const gapColumns = new Set(
    [...gaps].map(row => Math.floor(positionOf(timeline, table.timeSeconds[row]!) * timeline.columns)),
  );
  const pieces: { line: string[]; upper: string[]; lower: string[] }[] = [];
  let open = false;
  for (const [i, column] of reduceCurve(metric, rows).entries()) {
    // A column without frames lies within a frame that is shown for long.
    if (!column && rows.starts[i] === rows.starts[i + 1]) continue;
    if (!column) {
      open = false;
      continue;
    }
    if (!open || gapColumns.has(i)) pieces.push({ line: [], upper: [], lower: [] });
    open = true;
    const piece = pieces.at(-1)!;
    piece.line.push(point(i + 0.5, height, heightOf(axis, column.median)));
    piece.upper.push(point(i + 0.5, height, heightOf(axis, column.maximum)));
    piece.lower.push(point(i + 0.5, height, heightOf(axis, column.minimum)));
  }
  const outline = ({ upper, lower }: (typeof pieces)[number]) =>
    `M${[...upper, ...lower.toReversed()].join('L')}Z`;
  return { line: pieces.map(({ line }) => linePath(line)).join(''), band: pieces.map(outline).join('') };
}

function point(x: number, height: number, share: number): string {
  return `${Number(x.toFixed(1))} ${Number(((1 - share) * height).toFixed(1))}`;
}

/** A single point is drawn as a line of no length, which round ends make visible. */
function linePath(points: readonly string[]): string {
  if (points.length === 0) return '';
  return points.length === 1 ? `M${points[0]}l0 0` : `M${points.join('L')}`;
}
