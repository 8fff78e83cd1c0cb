import {
  createSampler,
  type FrameIndex,
  type FrameRecord,
  FrameSieveError,
  type Sampling,
} from '@framesieve/core';
import type { Selectable } from 'kysely';
import { type Connection, first } from './connection.ts';
import { fromBlob, toBlob } from './hash-blob.ts';
import { readPages } from './ordinal-pages.ts';
import type { FrameTable } from './tables/frame.table.ts';

/**
 * Makes the function that inserts frames of a decode. One that is there already, from before all figures were measured,
 * gets those that it has not.
 */
export function createFrameWriter(db: Connection, decodeId: number): (frame: FrameRecord) => void {
  const insert = db.sqlite.prepare(
    `insert into frame (decode_id, ordinal, pts_ticks, pts_source, time_seconds, width, height, key_frame, corrupt,
       fingerprint, perceptual_hash, mean_luma, contrast, change, sharpness, noise, blockiness, shadows, highlights,
       dominance)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict do update set sharpness = excluded.sharpness, noise = excluded.noise, blockiness = excluded.blockiness,
       shadows = excluded.shadows, highlights = excluded.highlights, dominance = excluded.dominance
     where sharpness is null and fingerprint = excluded.fingerprint and pts_ticks = excluded.pts_ticks`,
  );
  const present = db.sqlite.prepare<[number, number], { fingerprint: Buffer; pts_ticks: number }>(
    'select fingerprint, pts_ticks from frame where decode_id = ? and ordinal = ?',
  );
  return frame => {
    const { facts, ordinal } = frame;
    const { changes } = insert.run(
      decodeId,
      ordinal,
      frame.ptsTicks,
      frame.ptsSource,
      frame.timeSeconds,
      frame.width,
      frame.height,
      Number(frame.keyFrame),
      Number(frame.corrupt),
      toBlob(frame.fingerprint),
      toBlob(facts.perceptualHash),
      facts.meanLuma,
      facts.contrast,
      facts.change,
      facts.sharpness,
      facts.noise,
      facts.blockiness,
      facts.shadows,
      facts.highlights,
      facts.dominance,
    );
    if (changes > 0) return;
    const row = present.get(decodeId, ordinal)!;
    if (fromBlob(row.fingerprint) !== frame.fingerprint || row.pts_ticks !== frame.ptsTicks)
      throw differs(ordinal);
  };
}

/** The stored frames among the given ordinals, ascending. */
export function readFrames(db: Connection, decodeId: number, ordinals: readonly number[]): FrameRecord[] {
  const query = db.sqlite.prepare<[number, number], Selectable<FrameTable>>(
    'select * from frame where decode_id = ? and ordinal = ?',
  );
  return ordinals
    .toSorted((a, b) => a - b)
    .flatMap(ordinal => query.get(decodeId, ordinal) ?? [])
    .map(toFrameRecord);
}

/** Times and key frames of all frames; `null` unless every one of `frameCount` is stored. */
export function readFrameIndex(db: Connection, decodeId: number, frameCount: number): FrameIndex | null {
  const index = { ptsTicks: new Float64Array(frameCount), keyFrames: new Uint8Array(frameCount) };
  let stored = 0;
  const read = db.sqlite
    .prepare<[number, number, number], [number, number, number]>(
      `select ordinal, pts_ticks, key_frame from frame where decode_id = ? and ordinal >= ? order by ordinal limit ?`,
    )
    .raw();
  for (const rows of readPages((from, limit) => read.all(decodeId, from, limit))) {
    stored += rows.length;
    for (const [ordinal, pts, key] of rows) {
      index.ptsTicks[ordinal] = pts;
      index.keyFrames[ordinal] = key;
    }
  }
  return stored === frameCount ? index : null;
}

/** How many frames of a decode are stored. */
export function countFrames(db: Connection, decodeId: number): number {
  const query = db.query.selectFrom('frame').select(count => count.fn.countAll<number>().as('frames'));
  return first(db, query.where('decode_id', '=', decodeId))!.frames;
}

/** The stored frames that a sampling keeps, ascending. */
export function* sampledOrdinals(
  db: Connection,
  decodeId: number,
  sampling: Sampling,
): Generator<number, void, undefined> {
  const keeps = createSampler(sampling);
  const read = db.sqlite
    .prepare<[number, number, number], [number, number, number]>(
      'select ordinal, time_seconds, key_frame from frame where decode_id = ? and ordinal >= ? order by ordinal limit ?',
    )
    .raw();
  for (const rows of readPages((from, limit) => read.all(decodeId, from, limit))) {
    for (const [ordinal, timeSeconds, keyFrame] of rows)
      if (keeps({ ordinal, timeSeconds, keyFrame: keyFrame === 1 })) yield ordinal;
  }
}

/** Maps a row to the domain. */
export function toFrameRecord(row: Omit<Selectable<FrameTable>, 'decode_id'>): FrameRecord {
  return {
    ordinal: row.ordinal,
    ptsTicks: row.pts_ticks,
    ptsSource: row.pts_source,
    timeSeconds: row.time_seconds,
    width: row.width,
    height: row.height,
    keyFrame: row.key_frame === 1,
    corrupt: row.corrupt === 1,
    fingerprint: fromBlob(row.fingerprint),
    facts: {
      meanLuma: row.mean_luma,
      contrast: row.contrast,
      change: row.change,
      sharpness: row.sharpness,
      noise: row.noise,
      blockiness: row.blockiness,
      shadows: row.shadows,
      highlights: row.highlights,
      dominance: row.dominance,
      perceptualHash: fromBlob(row.perceptual_hash),
    },
  };
}

function differs(ordinal: number): FrameSieveError {
  return new FrameSieveError({
    code: 'store-failed',
    message: `Frame ${ordinal} was decoded differently from the last time, though by the same decoder.`,
    hint: 'This decoder does not repeat itself on this file: choose another with --decoder, or another database with --db.',
  });
}
