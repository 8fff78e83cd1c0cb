import type { ScoreTable } from '@framesieve/core';

/** The stretch of time that a chart shows, divided into columns of equal length. */
export interface Timeline {
  /** Time of the earliest frame. */
  readonly startSeconds: number;
  /** Time of the latest frame; the start where there is just one. */
  readonly endSeconds: number;
  readonly columns: number;
}

/** The timeline of all frames of a table. */
export function timelineOf({ timeSeconds }: Pick<ScoreTable, 'timeSeconds'>, columns: number): Timeline {
  let startSeconds = Number.POSITIVE_INFINITY;
  let endSeconds = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < timeSeconds.length; row++) {
    startSeconds = Math.min(startSeconds, timeSeconds[row]!);
    endSeconds = Math.max(endSeconds, timeSeconds[row]!);
  }
  return startSeconds <= endSeconds
    ? { startSeconds, endSeconds, columns }
    : { startSeconds: 0, endSeconds: 0, columns };
}

/** Where a time lies, 0 (the start) … 1 (the end); 0 where start and end are the same. */
export function positionOf({ startSeconds, endSeconds }: Timeline, seconds: number): number {
  if (endSeconds <= startSeconds) return 0;
  return Math.min(1, Math.max(0, (seconds - startSeconds) / (endSeconds - startSeconds)));
}

/** The column in `[0, columns)` that a time lies in. */
export function columnOf(timeline: Timeline, seconds: number): number {
  return Math.min(timeline.columns - 1, Math.floor(positionOf(timeline, seconds) * timeline.columns));
}

/** The rows of a table by column, each column's in order of ordinals. */
export interface RowsByColumn {
  /** All rows, column by column. */
  readonly rows: Uint32Array;
  /** Column `c` has `rows` `[starts[c], starts[c + 1])`; one more entry than there are columns. */
  readonly starts: Uint32Array;
}

/** Sorts the rows of a table into the columns of a timeline. */
export function rowsByColumn(
  { timeSeconds }: Pick<ScoreTable, 'timeSeconds'>,
  timeline: Timeline,
): RowsByColumn {
  const count = timeSeconds.length;
  const starts = new Uint32Array(timeline.columns + 1);
  const columns = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const column = columnOf(timeline, timeSeconds[row]!);
    columns[row] = column;
    starts[column + 1]! += 1;
  }
  for (let column = 0; column < timeline.columns; column++) starts[column + 1]! += starts[column]!;
  const next = starts.slice();
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const column = columns[row]!;
    rows[next[column]!] = row;
    next[column]! += 1;
  }
  return { rows, starts };
}
