import type { ScoreTable } from '@framesieve/core';
import { type ChartInput, pickedRows } from '../chart/chart-input.ts';
import { formatClock, formatScore, scoreDecimals } from '../chart/format.ts';
import { type CurveColumn, reduceCurve } from '../chart/reduce-curve.ts';
import { rejectedColumns } from '../chart/rejected-stretches.ts';
import { heightOf, type ScoreAxis, scoreAxis } from '../chart/score-axis.ts';
import { timeTicks } from '../chart/ticks.ts';
import { columnOf, type RowsByColumn, rowsByColumn, type Timeline, timelineOf } from '../chart/timeline.ts';
import { unscoredGaps } from '../chart/unscored-gaps.ts';
import { type Glyphs, glyphsOf } from './glyphs.ts';
import { Line } from './paint.ts';
import { pickLines } from './pick-lines.ts';
import { rejectedLegend, rejectedLine } from './rejected-line.ts';

/** How a score curve is drawn. */
export interface TextChartOptions {
  /** Most characters of a line, at least 40; absent: 80. */
  readonly width?: number;
  /** Lines of the curve itself, at least 2; absent: 10. */
  readonly height?: number;
  /** Whether to use the terminal's colours; absent: no. */
  readonly color?: boolean;
  /** Whether to use ASCII only; absent: block elements are used. */
  readonly ascii?: boolean;
  /** Id of the metric; absent: the first, which is the one that ranks. */
  readonly metric?: string;
}

/**
 * Draws the score curve of a whole video for a terminal, whatever its number of frames. In each column the bar reaches to the
 * median of its frames, and the shade above it to the best one: better is up, whatever the metric's direction. Picks are marked
 * by their ranks above, what was rejected for what it is by letters below.
 *
 * @returns lines without a line break at the end.
 */
export function textChart(input: ChartInput, options: TextChartOptions = {}): string {
  const { table, rejected } = input;
  const { color = false, ascii = false } = options;
  const width = Math.max(40, Math.floor(options.width ?? 80));
  const height = Math.max(2, Math.floor(options.height ?? 10));
  const metric = table.metrics.find(({ id }) => id === options.metric) ?? table.metrics[0];
  if (!metric || table.ordinals.length === 0) return 'No frame has been scored.';
  const axis = scoreAxis(input, metric);
  const span = axis ? Math.abs(axis.top - axis.bottom) : 0;
  const label = (score: number) => formatScore(score, scoreDecimals(span));
  const labels = axis ? [label(axis.top), label(axis.bottom)] : [];
  const margin = Math.max(4, ...labels.map(text => text.length)) + 2;
  const timeline = timelineOf(table, width - margin);
  const rows = rowsByColumn(table, timeline);
  const glyphs = glyphsOf(ascii);
  const picks = pickedRows(input).map(({ pick, row }) => ({
    rank: pick.rank,
    column: columnOf(timeline, table.timeSeconds[row]!),
  }));
  const columns = heldColumns(reduceCurve(metric, rows), table, rows, timeline);
  const left = rejectedColumns(table, rejected, rows);
  const lines = [
    ...pickLines(picks, margin, width),
    ...curveLines({ columns, axis, height, margin, width, labels, glyphs, marked: picks }),
    ...axisLines(timeline, margin, width, glyphs),
    ...rejectedLine(left, margin, width),
  ].map(line => line.toText(color));
  const title = `${printable(metric.id)}, ${metric.direction} is better`;
  const figures = axis
    ? `: best ${label(axis.best)}, median ${label(axis.median)}, worst ${label(axis.worst)}`
    : ': no frame has a score';
  return [`${title}${figures}`, ...lines, ...rejectedLegend(left, rejected)].join('\n');
}

/** In columns without a frame of their own the one before is shown, unless something was not scored there. */
function heldColumns(
  columns: readonly (CurveColumn | null)[],
  table: ScoreTable,
  { starts }: RowsByColumn,
  timeline: Timeline,
): readonly (CurveColumn | null)[] {
  const gapBefore = unscoredGaps(table);
  const untilGap = new Set([...gapBefore].map(row => columnOf(timeline, table.timeSeconds[row - 1]!)));
  let held: CurveColumn | null = null;
  return columns.map((column, i) => {
    const isEmpty = starts[i] === starts[i + 1];
    if (!isEmpty) held = column;
    const shown = isEmpty ? held : column;
    if (!isEmpty && untilGap.has(i)) held = null;
    return shown;
  });
}

interface CurvePicture {
  readonly columns: readonly (CurveColumn | null)[];
  readonly axis: ScoreAxis | null;
  readonly height: number;
  readonly margin: number;
  readonly width: number;
  readonly labels: readonly string[];
  readonly glyphs: Glyphs;
  readonly marked: readonly { readonly column: number }[];
}

function curveLines(picture: CurvePicture): readonly Line[] {
  const { columns, axis, height, margin, width, labels, glyphs, marked } = picture;
  const picks = new Set(marked.map(({ column }) => column));
  return Array.from({ length: height }, (_, fromTop) => {
    const line = new Line(width);
    const row = height - 1 - fromTop;
    const text = fromTop === 0 ? labels[0] : row === 0 ? labels[1] : undefined;
    if (text) line.write(margin - 2 - text.length, text, 'plain');
    line.write(margin - 1, text ? glyphs.tick : glyphs.side, 'muted');
    for (const [i, column] of columns.entries()) {
      if (!column || !axis) continue;
      const best = axis.direction === 'higher' ? column.maximum : column.minimum;
      const filled = Math.max(heightOf(axis, column.median) * height - row, row === 0 ? 0.125 : 0);
      const bar = glyphs.bar(filled);
      if (bar) line.write(margin + i, bar, picks.has(i) ? 'pick' : 'curve');
      else if (heightOf(axis, best) * height - row >= 0.5) line.write(margin + i, glyphs.shade, 'range');
    }
    return line;
  });
}

function axisLines(timeline: Timeline, margin: number, width: number, glyphs: Glyphs): readonly Line[] {
  const { startSeconds, endSeconds } = timeline;
  const ticks = timeTicks(startSeconds, endSeconds, Math.max(2, Math.floor((width - margin) / 12)));
  const rule = new Line(width);
  const labels = new Line(width);
  rule.write(margin - 1, glyphs.corner + glyphs.rule.repeat(width - margin), 'muted');
  for (const seconds of ticks.seconds) {
    const column = margin + columnOf(timeline, seconds);
    rule.write(column, glyphs.mark, 'muted');
    const text = formatClock(seconds, ticks.decimals);
    const start = Math.min(column, width - text.length);
    if (labels.isFree(Math.max(margin, start - 1), start + text.length)) labels.write(start, text, 'plain');
  }
  return [rule, labels];
}

/** A name without anything that a terminal would act on. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
