import type { Direction } from '@framesieve/core';
import type { Curve, RejectedRange } from '../api/curve.ts';
import type { ReasonCodes } from '../selecting/reason-codes.ts';
import { dividePoints, reducePoints } from './reduce-curve.ts';
import { rejectedRanges } from './rejected-ranges.ts';
import { meanWindow, rollingMeans } from './rolling-mean.ts';
import { paceOf, type RunColumns, rowOfOrdinal } from './run-columns.ts';
import { scoreRange } from './score-range.ts';

/** What lies over the scores of a run. */
export interface CurveMarks {
  /** What is known of rejections; empty where nothing is yet. */
  readonly codes: ReasonCodes;
  /** Ordinals of picks. */
  readonly picks: readonly number[];
  /** Beginnings of shots, in seconds, ascending; `null` while they are being found. */
  readonly shots: Float64Array | null;
}

/** What of it is asked for, see `CurveQuery`. */
export interface CurveSpan {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly columns: number;
}

/** Draws a score curve. */
export function drawCurve(run: RunColumns, direction: Direction, span: CurveSpan, marks: CurveMarks): Curve {
  const { times } = run;
  const frames = times.length;
  const first = times[0] ?? 0;
  const last = times[frames - 1] ?? 0;
  const pace = paceOf(run);
  const from = span.from ?? first;
  const to = Math.max(from, span.to ?? last + pace);
  const { columns } = span;
  const points = dividePoints(run, { from, to, columns });
  const reduced = reducePoints(run, points, direction);
  const meanSeconds = meanWindow(run, to - from);
  const pickScores = marks.picks.map(ordinal => run.scores[rowOfOrdinal(run, ordinal)] ?? Number.NaN);
  const end = Math.min(to, last + pace);
  return {
    isExact: points.isExact,
    ...reduced,
    means: rollingMeans(run, reduced.times, meanSeconds),
    meanSeconds,
    rejected:
      marks.codes.length === 0 ? [] : clipped(rejectedRanges(run, points, marks.codes, end), from, to),
    shots: marks.shots && spread(marks.shots, from, to, (2 * (to - from)) / columns),
    scoreRange: scoreRange(run, marks.codes, pickScores),
    extent: { from: first, to: last, frames },
  };
}

/** What of ranges lies within `[from, to)`. */
function clipped(ranges: readonly RejectedRange[], from: number, to: number): readonly RejectedRange[] {
  return ranges
    .map(range => ({ ...range, from: Math.max(from, range.from), to: Math.min(to, range.to) }))
    .filter(range => range.from < range.to);
}

/** The times within `[from, to)`, none closer to the one before than a distance. */
function spread(times: Float64Array, from: number, to: number, least: number): number[] {
  const kept: number[] = [];
  for (const time of times) {
    if (time < from || time >= to) continue;
    const before = kept.at(-1);
    if (before === undefined || time - before >= least) kept.push(time);
  }
  return kept;
}
