import type { FactColumns } from '@framesieve/core';
import type { Database } from 'better-sqlite3';
import { readPages } from '../ordinal-pages.ts';

/** Frames `[start, end)` of a decode, with the scores that runs over it have for them. */
export interface FrameRange {
  readonly decodeId: number;
  readonly runIds: readonly number[];
  /** Ordinals. */
  readonly start: number;
  readonly end: number;
}

/** What columns are made of; the facts in the order of `factNames`. */
export type FrameRow = readonly [
  ordinal: number,
  ptsTicks: number,
  timeSeconds: number,
  keyFrame: number,
  corrupt: number,
  ...facts: (number | null)[],
];

/** Consecutive frames of a decode, and what goes with them. */
export interface FramePage {
  /** In order of ordinals. */
  readonly frames: readonly FrameRow[];
  /** The frames' 64-bit perceptual hashes, most significant byte first. */
  readonly hashes: DataView;
  /** For each run, the rows that it has between the first and the last of these frames, in order of ordinals. */
  readonly scores: readonly (readonly (readonly [ordinal: number, score: number | null])[])[];
}

/** The facts of a row, in their order. */
export const factNames = [
  'meanLuma',
  'contrast',
  'change',
  'sharpness',
  'noise',
  'blockiness',
  'shadows',
  'highlights',
  'dominance',
] as const satisfies readonly (keyof FactColumns)[];

/**
 * Reads frames page by page. Call it within a transaction: it reads more than once.
 *
 * Hashes come as one text for a page: as a value of its own for each row they would cost more than half as much as all that
 * is read here together.
 */
export function* readFramePages(
  sqlite: Database,
  { decodeId, runIds, start, end }: FrameRange,
): Generator<FramePage, void, undefined> {
  const readFrames = sqlite
    .prepare<[number, number, number, number], FrameRow>(
      `select ordinal, pts_ticks, time_seconds, key_frame, corrupt, mean_luma, contrast, change, sharpness, noise,
         blockiness, shadows, highlights, dominance
       from frame where decode_id = ? and ordinal >= ? and ordinal < ? order by ordinal limit ?`,
    )
    .raw();
  const readHashes = sqlite
    .prepare<[number, number, number], string>(
      `select group_concat(hex(perceptual_hash), '') from
         (select perceptual_hash from frame where decode_id = ? and ordinal between ? and ? order by ordinal)`,
    )
    .pluck();
  const readScores = sqlite
    .prepare<[number, number, number], [number, number | null]>(
      'select ordinal, score from score where run_id = ? and ordinal between ? and ? order by ordinal',
    )
    .raw();
  const read = (from: number, limit: number) => readFrames.all(decodeId, Math.max(from, start), end, limit);
  for (const frames of readPages(read)) {
    const [first, last] = [frames[0]![0], frames.at(-1)![0]];
    const hashes = Buffer.from(readHashes.get(decodeId, first, last)!, 'hex');
    const scores = runIds.map(runId => readScores.all(runId, first, last));
    yield { frames, hashes: new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength), scores };
  }
}
