import type { Direction } from '@framesieve/core';
import type { Strip, StripCell } from '../api/curve.ts';
import { isOwnCode, type ReasonCodes, reasonOfCode } from '../selecting/reason-codes.ts';
import { paceOf, type RunColumns, rowAt } from './run-columns.ts';

/** What of a strip is asked for, see `StripQuery`. */
export interface StripSpan {
  readonly from: number;
  readonly to: number;
  readonly cells: number;
}

/** What lies over the frames of a run. */
export interface StripMarks {
  readonly codes: ReasonCodes;
  /** Ranks of picks by ordinal. */
  readonly ranks: ReadonlyMap<number, number>;
}

/** Chooses the frames that stand for the cells of a strip. */
export function drawStrip(run: RunColumns, direction: Direction, span: StripSpan, marks: StripMarks): Strip {
  const rows = run.times.length;
  // The cell that `from` lies in may have begun before it.
  const firstRow = Math.max(0, rowAfter(run, span.from) - 1);
  const end = rowAt(run, span.to, firstRow);
  if (end <= firstRow) return { step: 1, cells: [] };
  let step = 1;
  while (cellOf(end - 1, step) - cellOf(firstRow, step) + 1 > span.cells) step *= 2;
  const pace = paceOf(run);
  const cells: StripCell[] = [];
  for (let cell = cellOf(firstRow, step); cell <= cellOf(end - 1, step); cell++) {
    const start = cell * step;
    const after = Math.min(rows, start + step);
    const row = representative(run, direction, { start, end: after }, marks);
    const score = run.scores[row]!;
    cells.push({
      cell,
      from: run.times[start]!,
      to: after < rows ? run.times[after]! : run.times[rows - 1]! + pace,
      ordinal: run.ordinals[row]!,
      timeSeconds: run.times[row]!,
      score: Number.isFinite(score) ? score : null,
      reason: reasonOfCode(marks.codes[run.ordinals[row]!]),
    });
  }
  return { step, cells };
}

function cellOf(row: number, step: number): number {
  return Math.floor(row / step);
}

/** The first row after a time. */
function rowAfter(run: RunColumns, seconds: number): number {
  let row = rowAt(run, seconds);
  while (row < run.times.length && run.times[row] === seconds) row++;
  return row;
}

/** The best pick, else the best frame that is not rejected for what it is, else the best one, else the middle one. */
function representative(
  { ordinals, scores }: RunColumns,
  direction: Direction,
  { start, end }: { readonly start: number; readonly end: number },
  { codes, ranks }: StripMarks,
): number {
  const sign = direction === 'higher' ? 1 : -1;
  let picked = -1;
  let kept = -1;
  let best = -1;
  const isBetter = (row: number, than: number) => than < 0 || sign * scores[row]! > sign * scores[than]!;
  for (let row = start; row < end; row++) {
    const ordinal = ordinals[row]!;
    const rank = ranks.size > 0 ? ranks.get(ordinal) : undefined;
    if (rank !== undefined && (picked < 0 || rank < ranks.get(ordinals[picked]!)!)) picked = row;
    if (Number.isNaN(scores[row]!)) continue;
    if (isBetter(row, best)) best = row;
    if (!isOwnCode(codes[ordinal] ?? 0) && isBetter(row, kept)) kept = row;
  }
  return [picked, kept, best].find(row => row >= 0) ?? (start + end) >> 1;
}
