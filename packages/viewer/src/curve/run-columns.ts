import type { ScoreCurve } from '@framesieve/core';

/** The frames of one run, ascending in time, with what sums over them take; 32 to 36 bytes a frame. */
export interface RunColumns {
  readonly ordinals: Uint32Array;
  readonly times: Float64Array;
  /** NaN without a score. */
  readonly scores: Float64Array;
  /** Entry `row`: the sum of the scores of the rows before it. */
  readonly sums: Float64Array;
  /** Entry `row`: how many of the rows before it have a score. */
  readonly counts: Uint32Array;
  /** The rows in order of ordinals, where that is not their order in time; else `null`. */
  readonly byOrdinal: Uint32Array | null;
}

/** No frames. */
export const noColumns: RunColumns = {
  ordinals: new Uint32Array(),
  times: new Float64Array(),
  scores: new Float64Array(),
  sums: new Float64Array(1),
  counts: new Uint32Array(1),
  byOrdinal: null,
};

/** Adds frames to columns, which stay as they are. Their ordinals are above those that are there. */
export function appendColumns(columns: RunColumns, added: ScoreCurve): RunColumns {
  if (added.ordinals.length === 0) return columns;
  const all = columns.byOrdinal ? inOrder(columns, columns.byOrdinal) : columns;
  const ordinals = joined(Uint32Array, all.ordinals, added.ordinals);
  const times = joined(Float64Array, all.times, added.timeSeconds);
  const scores = joined(Float64Array, all.scores, added.scores);
  const kept = columns.byOrdinal ? null : columns;
  if (isAscending(times)) return withSums({ ordinals, times, scores, byOrdinal: null }, kept);
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  const byOrdinal = new Uint32Array(order.length);
  for (const [row, place] of order.entries()) byOrdinal[place] = row;
  const sorted = inOrder({ ordinals, times, scores }, order);
  return withSums({ ...sorted, byOrdinal }, null);
}

type Columns = Pick<RunColumns, 'ordinals' | 'times' | 'scores'>;

function inOrder({ ordinals, times, scores }: Columns, order: Uint32Array): Columns & { byOrdinal: null } {
  return {
    ordinals: Uint32Array.from(order, row => ordinals[row]!),
    times: Float64Array.from(order, row => times[row]!),
    scores: Float64Array.from(order, row => scores[row]!),
    byOrdinal: null,
  };
}

/** @param before columns that these begin with, whose sums are taken over; `null` for none. */
function withSums(columns: Omit<RunColumns, 'sums' | 'counts'>, before: RunColumns | null): RunColumns {
  const { scores } = columns;
  const sums = new Float64Array(scores.length + 1);
  const counts = new Uint32Array(scores.length + 1);
  const start = before?.scores.length ?? 0;
  if (before) {
    sums.set(before.sums);
    counts.set(before.counts);
  }
  for (let row = start; row < scores.length; row++) {
    const score = scores[row]!;
    const isScored = Number.isFinite(score);
    sums[row + 1] = sums[row]! + (isScored ? score : 0);
    counts[row + 1] = counts[row]! + (isScored ? 1 : 0);
  }
  return { ...columns, sums, counts };
}

function joined<Column extends Uint32Array | Float64Array>(
  Type: new (length: number) => Column,
  first: Column,
  second: Column,
): Column {
  // The first reading is the largest: it is taken as it is.
  if (first.length === 0) return second;
  const column = new Type(first.length + second.length);
  column.set(first);
  column.set(second, first.length);
  return column;
}

function isAscending(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row++) if (times[row]! < times[row - 1]!) return false;
  return true;
}

/** Seconds from one frame to the next, on average; 1 where that can't be told. */
export function paceOf({ times }: Pick<RunColumns, 'times'>): number {
  const last = times.length - 1;
  return last > 0 && times[last]! > times[0]! ? (times[last]! - times[0]!) / last : 1;
}

/** The first row at or after a time; the number of rows where there is none. */
export function rowAt({ times }: Pick<RunColumns, 'times'>, seconds: number, from = 0): number {
  let start = from;
  let end = times.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (times[middle]! < seconds) start = middle + 1;
    else end = middle;
  }
  return start;
}

/** The row of a frame, or -1 where the run doesn't have it. */
export function rowOfOrdinal({ ordinals, byOrdinal }: RunColumns, ordinal: number): number {
  const place = placeOf({ ordinals, byOrdinal }, ordinal);
  const row = byOrdinal ? byOrdinal[place] : place;
  return row !== undefined && ordinals[row] === ordinal ? row : -1;
}

/** Numbers of the frames of a run before and after one, in order of ordinals; `null` at the ends. */
export function neighboursOf(
  { ordinals, byOrdinal }: RunColumns,
  ordinal: number,
): { readonly previous: number | null; readonly next: number | null } {
  const at = (place: number) => {
    const row = byOrdinal ? byOrdinal[place] : place;
    return (row === undefined ? undefined : ordinals[row]) ?? null;
  };
  const place = placeOf({ ordinals, byOrdinal }, ordinal);
  return { previous: at(place - 1), next: at(at(place) === ordinal ? place + 1 : place) };
}

/** The place, in order of ordinals, of the first frame that is not before the given one. */
function placeOf(
  { ordinals, byOrdinal }: Pick<RunColumns, 'ordinals' | 'byOrdinal'>,
  ordinal: number,
): number {
  let start = 0;
  let end = ordinals.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (ordinals[byOrdinal ? byOrdinal[middle]! : middle]! < ordinal) start = middle + 1;
    else end = middle;
  }
  return start;
}

/** Bytes that columns take. */
export function bytesOf({ byOrdinal, ...columns }: RunColumns): number {
  const bytes = Object.values(columns).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return bytes + (byOrdinal?.byteLength ?? 0);
}
