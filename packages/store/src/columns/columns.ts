import type { FramePage, FrameRow } from './frame-pages.ts';
import { factNames } from './frame-pages.ts';

/** Frames as columns of equal length. */
export interface Columns {
  readonly ordinals: Uint32Array<ArrayBuffer>;
  readonly ptsTicks: Float64Array<ArrayBuffer>;
  readonly timeSeconds: Float64Array<ArrayBuffer>;
  readonly perceptualHash: BigUint64Array<ArrayBuffer>;
  /** 1 where the decoder reported damage, else 0. */
  readonly corrupt: Uint8Array<ArrayBuffer>;
  /** In the order of `factNames`; NaN for NULL. */
  readonly facts: readonly Float32Array<ArrayBuffer>[];
  /** For each run; NaN for NULL and for frames that it has no row of. */
  readonly scores: readonly Float64Array<ArrayBuffer>[];
  /** For each run, 1 for frames that it has a row of, else 0. */
  readonly scored: readonly Uint8Array<ArrayBuffer>[];
}

/** Columns of so many empty rows; memory is taken only as they are filled. */
export function createColumns(rows: number, runs: number): Columns {
  return {
    ordinals: new Uint32Array(rows),
    ptsTicks: new Float64Array(rows),
    timeSeconds: new Float64Array(rows),
    perceptualHash: new BigUint64Array(rows),
    corrupt: new Uint8Array(rows),
    facts: factNames.map(() => new Float32Array(rows)),
    scores: Array.from({ length: runs }, () => new Float64Array(rows)),
    scored: Array.from({ length: runs }, () => new Uint8Array(rows)),
  };
}

/**
 * Writes the frames of a page that have a row in a run into columns, from a row on.
 *
 * @param keeps which of them to write; `null` for all.
 * @returns the row after the last.
 */
export function appendPage(
  columns: Columns,
  startRow: number,
  { frames, hashes, scores }: FramePage,
  keeps: ((frame: FrameRow) => boolean) | null,
): number {
  const { facts } = columns;
  const cursors = scores.map(() => 0);
  let row = startRow;
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i]!;
    let present = false;
    for (let run = 0; run < scores.length; run++) {
      const next = scores[run]![cursors[run]!];
      const found = next?.[0] === frame[0];
      columns.scores[run]![row] = found ? (next[1] ?? Number.NaN) : Number.NaN;
      columns.scored[run]![row] = found ? 1 : 0;
      if (found) cursors[run]!++;
      present ||= found;
    }
    if (!present || keeps?.(frame) === false) continue;
    columns.ordinals[row] = frame[0];
    columns.ptsTicks[row] = frame[1];
    columns.timeSeconds[row] = frame[2];
    columns.perceptualHash[row] = hashes.getBigUint64(i * 8);
    columns.corrupt[row] = frame[4];
    for (let fact = 0; fact < facts.length; fact++) facts[fact]![row] = frame[fact + 5] ?? Number.NaN;
    row++;
  }
  return row;
}

/** The first rows, as views. */
export function firstRows(columns: Columns, rows: number): Columns {
  return {
    ordinals: columns.ordinals.subarray(0, rows),
    ptsTicks: columns.ptsTicks.subarray(0, rows),
    timeSeconds: columns.timeSeconds.subarray(0, rows),
    perceptualHash: columns.perceptualHash.subarray(0, rows),
    corrupt: columns.corrupt.subarray(0, rows),
    facts: columns.facts.map(fact => fact.subarray(0, rows)),
    scores: columns.scores.map(scores => scores.subarray(0, rows)),
    scored: columns.scored.map(scored => scored.subarray(0, rows)),
  };
}

/** Copies all rows of columns into others of as many runs, from a row on. */
export function copyRows(from: Columns, into: Columns, startRow: number): void {
  into.ordinals.set(from.ordinals, startRow);
  into.ptsTicks.set(from.ptsTicks, startRow);
  into.timeSeconds.set(from.timeSeconds, startRow);
  into.perceptualHash.set(from.perceptualHash, startRow);
  into.corrupt.set(from.corrupt, startRow);
  for (const [i, fact] of from.facts.entries()) into.facts[i]!.set(fact, startRow);
  for (const [i, scores] of from.scores.entries()) into.scores[i]!.set(scores, startRow);
  for (const [i, scored] of from.scored.entries()) into.scored[i]!.set(scored, startRow);
}
