import { type ScoreColumn, wasScored } from '@framesieve/core';
import { type ChartInput, pickedRows } from '../chart/chart-input.ts';
import { formatClock, formatScore } from '../chart/format.ts';
import { heightOf, type ScoreAxis } from '../chart/score-axis.ts';
import { positionOf, type Timeline } from '../chart/timeline.ts';
import { html, type Markup, percent } from './html.ts';

/** The picks on a curve. */
export interface CurveMarks {
  readonly input: ChartInput;
  readonly metric: ScoreColumn;
  readonly axis: ScoreAxis;
  readonly timeline: Timeline;
  /** Where the plot begins and how high it is, in pixels. */
  readonly top: number;
  readonly height: number;
  readonly decimals: number;
  /** What is put before the ids of marks. */
  readonly idPrefix: string;
}

interface Place {
  /** 0 … 1 of the width. */
  readonly x: number;
  /** In pixels. */
  readonly y: number;
}

/** How near marks may come to each other: of the width of a usual page, and in pixels. */
const dotReach = { x: 0.011, y: 11 };
const labelReach = { x: 0.02, y: 13 };

/** Draws a mark for each pick that the metric was run on, which leads to its picture. Ranks are written where nothing is in their way, the best first. */
export function curveMarks(marks: CurveMarks): readonly Markup[] {
  const { input, metric, axis, timeline, top, height, decimals, idPrefix } = marks;
  const marked = pickedRows(input).filter(({ row }) => wasScored(metric, row));
  const picks = marked.map(({ pick, row }) => {
    const score = metric.scores[row]!;
    const seconds = input.table.timeSeconds[row]!;
    const share = Number.isFinite(score) ? heightOf(axis, score) : 0;
    return { pick, score, seconds, x: positionOf(timeline, seconds), y: top + (1 - share) * height };
  });
  const labels: Place[] = [];
  const drawn = picks.map(({ pick, score, seconds, x, y }) => {
    const above = { x, y: y - 14 };
    const below = { x, y: y + 15 };
    const place = [above, below].find(
      candidate => isFree(candidate, picks, dotReach) && isFree(candidate, labels, labelReach),
    );
    if (place) labels.push(place);
    const label = `Rank ${pick.rank}, frame ${pick.ordinal} at ${formatClock(seconds, 3)}, ${metric.id} ${formatScore(score, decimals)}`;
    const [left, middle] = [percent(x), y.toFixed(1)];
    return html`<a class="mark ${pick.tier}" id="${idPrefix}${pick.rank}" href="#pick-${pick.rank}" aria-label="${label}"><title>${label}</title><circle class="target" cx="${left}" cy="${middle}" r="14"/><circle class="dot" cx="${left}" cy="${middle}" r="5"/>${place && html`<text x="${left}" y="${(place.y + 4).toFixed(1)}">${pick.rank}</text>`}</a>`;
  });
  // What is drawn last lies on top: the best.
  return drawn.toReversed();
}

function isFree(place: Place, others: readonly Place[], reach: Place): boolean {
  return others.every(({ x, y }) => Math.abs(x - place.x) > reach.x || Math.abs(y - place.y) > reach.y);
}
