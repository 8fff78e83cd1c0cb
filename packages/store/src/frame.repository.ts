import {
  createSampler,
  type FrameIndex,
  type FrameRecord,
  FrameSieveError,
  type Sampling,
} from '@framesieve/core';
import type { Selectable } from 'kysely';
import { all, type Connection, first } from './connection.ts';
import { fromBlob, toBlob } from './hash-blob.ts';
import type { FrameTable } from './tables/frame.table.ts';

/** Makes the function that inserts frames of a decode. */
export function createFrameWriter(db: Connection, decodeId: number): (frame: FrameRecord) => void {
  const insert = db.sqlite.prepare(
    `insert into frame (decode_id, ordinal, pts_ticks, pts_source, time_seconds, width, height, key_frame, corrupt,
       fingerprint, perceptual_hash, mean_luma, contrast, change)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
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
  if (countFrames(db, decodeId) !== frameCount) return null;
  const index = { ptsTicks: new Float64Array(frameCount), keyFrames: new Uint8Array(frameCount) };
  const rows = db.sqlite
    .prepare<[number], [number, number, number]>(
      'select ordinal, pts_ticks, key_frame from frame where decode_id = ? order by ordinal',
    )
    .raw()
    .iterate(decodeId);
  for (const [ordinal, pts, key] of rows) {
    index.ptsTicks[ordinal] = pts;
    index.keyFrames[ordinal] = key;
  }
  return index;
}

/** How many frames of a decode are stored. */
export function countFrames(db: Connection, decodeId: number): number {
  const query = db.query.selectFrom('frame').select(count => count.fn.countAll<number>().as('frames'));
  return first(db, query.where('decode_id', '=', decodeId))!.frames;
}

/** The stored frames that a sampling keeps. */
export function sampledOrdinals(db: Connection, decodeId: number, sampling: Sampling): number[] {
  const keeps = createSampler(sampling);
  return all(
    db,
    db.query
      .selectFrom('frame')
      .select(['ordinal', 'time_seconds as timeSeconds', 'key_frame'])
      .where('decode_id', '=', decodeId)
      .orderBy('ordinal'),
  )
    .filter(({ key_frame, ...frame }) => keeps({ ...frame, keyFrame: key_frame === 1 }))
    .map(frame => frame.ordinal);
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
