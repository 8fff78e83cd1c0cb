import type { ScoreColumn } from '@framesieve/core';
import type { ChartInput } from '../chart/chart-input.ts';
import { formatClock, formatScore, grouped, scoreDecimals } from '../chart/format.ts';
import {
  type RejectedColumn,
  reasonTexts,
  rejectedColumns,
  rejectedStretches,
} from '../chart/rejected-stretches.ts';
import { heightOf, type ScoreAxis, scoreAxis } from '../chart/score-axis.ts';
import { scoreTicks, timeTicks } from '../chart/ticks.ts';
import { positionOf, type RowsByColumn, rowsByColumn, type Timeline, timelineOf } from '../chart/timeline.ts';
import { curveMarks } from './curve-marks.ts';
import { curvePaths } from './curve-paths.ts';
import { html, type Markup, percent } from './html.ts';
import type { ReportShot } from './report-input.ts';

const columns = 1000;
/** Heights in pixels: room for marks above, the plot itself, and labels below. */
const above = 32;
const below = 30;

/** The score curve of one metric. */
export interface CurveFigure {
  readonly metric: ScoreColumn;
  readonly input: ChartInput;
  readonly shots: readonly ReportShot[];
  /** Height of the plot in pixels. */
  readonly height: number;
  /** What is put before the ids of its marks, so that they are unique. */
  readonly idPrefix: string;
}

/** Draws the score curve of one metric over time, with links from its marks to the picks. */
export function curveFigure({ metric, input, shots, height, idPrefix }: CurveFigure): Markup {
  const { table, rejected } = input;
  const axis = scoreAxis(input, metric);
  if (!axis) return html`<p class="quiet">No frame has a score of ${metric.id}.</p>`;
  const timeline = timelineOf(table, columns);
  const rows = rowsByColumn(table, timeline);
  const decimals = scoreDecimals(Math.abs(axis.top - axis.bottom));
  const left = rejectedColumns(table, rejected, rows);
  const { line, band } = curvePaths({ table, metric, axis, timeline, rows, height });
  return html`<figure class="curve">
<figcaption><h3>${metric.id}</h3><p>${metric.direction} is better, and better is up · best ${formatScore(axis.best, decimals)}, median ${formatScore(axis.median, decimals)}, worst ${formatScore(axis.worst, decimals)}${metric.scored && ` · run on the ${grouped(countOf(metric.scored))} best frames only`}${axis.clipped && ' · scores beyond the scale are drawn at its edge'}</p></figcaption>
<svg class="plot" width="100%" height="${above + height + below}" role="group" aria-label="Score of ${metric.id} over time, with links to the picks">
${shotLane(shots, timeline)}
${shades(left, rows, timeline, height)}
${grid(axis, timeline, height)}
<svg y="${above}" width="100%" height="${height}" viewBox="0 0 ${columns} ${height}" preserveAspectRatio="none" aria-hidden="true">${band && html`<path class="band" d="${band}"/>`}<path class="line" d="${line}"/></svg>
${scoreLabels(axis, height)}
${curveMarks({ input, metric, axis, timeline, top: above, height, decimals, idPrefix })}
</svg>
</figure>`;
}

function countOf(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

function shotLane(shots: readonly ReportShot[], timeline: Timeline): readonly Markup[] {
  if (shots.length > columns) return [];
  return shots.map(({ startSeconds, endSeconds }, i) => {
    const start = positionOf(timeline, startSeconds);
    const width = positionOf(timeline, endSeconds) - start;
    return html`<rect class="shot${i % 2 === 1 && ' odd'}" x="${percent(start)}" y="0" width="${percent(width)}" height="6"><title>Shot ${i + 1}, from ${formatClock(startSeconds, 3)} to ${formatClock(endSeconds, 3)}</title></rect>`;
  });
}

function shades(
  left: readonly (RejectedColumn | null)[],
  rows: RowsByColumn,
  { startSeconds, endSeconds }: Timeline,
  height: number,
): readonly Markup[] {
  const seconds = (column: number) => startSeconds + (column / columns) * (endSeconds - startSeconds);
  return rejectedStretches(left, rows).map(({ reason, start, end }) => {
    const title = `${formatClock(seconds(start), 1)} to ${formatClock(seconds(end), 1)}: ${reason}, ${reasonTexts[reason]}`;
    return html`<g class="shade ${reason}"><title>${title}</title><rect x="${percent(start / columns)}" y="${above}" width="${percent((end - start) / columns)}" height="${height}"/><rect class="edge" x="${percent(start / columns)}" y="${above + height - 4}" width="${percent((end - start) / columns)}" height="4"/></g>`;
  });
}

function grid(axis: ScoreAxis, timeline: Timeline, height: number): readonly Markup[] {
  const bottom = above + height;
  const lines = scoreTicks(axis.bottom, axis.top, height / 55).map(score => {
    const y = above + (1 - heightOf(axis, score)) * height;
    return html`<line class="grid" x1="0" x2="100%" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>`;
  });
  const { startSeconds, endSeconds } = timeline;
  const wide = timeTicks(startSeconds, endSeconds, 11);
  const every = Math.ceil(wide.seconds.length / 4);
  const times = wide.seconds.map((seconds, i) => {
    const share = positionOf(timeline, seconds);
    const anchor = share < 0.03 ? 'start' : share > 0.97 ? 'end' : 'middle';
    const kind = i % every === 0 ? 'time' : 'time minor';
    return html`<g class="${kind}"><line x1="${percent(share)}" x2="${percent(share)}" y1="${bottom}" y2="${bottom + 5}"/><text x="${percent(share)}" y="${bottom + 20}" text-anchor="${anchor}">${formatClock(seconds, wide.decimals)}</text></g>`;
  });
  return [...lines, html`<line class="base" x1="0" x2="100%" y1="${bottom}" y2="${bottom}"/>`, ...times];
}

function scoreLabels(axis: ScoreAxis, height: number): readonly Markup[] {
  const ticks = scoreTicks(axis.bottom, axis.top, height / 55);
  const decimals = Math.max(0, ...ticks.map(tick => decimalsOf(tick)));
  return ticks.map(score => {
    const y = above + (1 - heightOf(axis, score)) * height + 4;
    return html`<text class="score" x="-10" y="${y.toFixed(1)}">${formatScore(score, decimals)}</text>`;
  });
}

/** Decimals that a round number has. */
function decimalsOf(tick: number): number {
  const rounded = String(Number(tick.toPrecision(6)));
  return rounded.includes('e') ? 8 : (rounded.split('.')[1] ?? '').length;
}
