import type { AnalysisOutcome, DecodeDescription, DecodeIssue } from '@framesieve/core';
import type { Selectable } from 'kysely';
import { type Connection, execute, first } from './connection.ts';
import type { DecodeTable } from './tables/decode.table.ts';

/** A stored decode. */
export interface StoredDecode {
  readonly id: number;
  readonly frameCount: number | null;
  readonly issues: readonly DecodeIssue[];
}

/** Finds the decode of a video with this description, or makes it. */
export function saveDecode(db: Connection, videoId: number, decode: DecodeDescription): StoredDecode {
  const { stream, decoder, crop } = decode;
  const key = {
    video_id: videoId,
    stream_index: stream.index,
    decoder_id: decoder.id,
    decoder_version: decoder.version,
    pixel_pipeline: decode.pixelPipeline,
    crop: crop ? `${crop.width}:${crop.height}:${crop.x}:${crop.y}` : '',
    time_base_numerator: stream.timeBase.numerator,
    time_base_denominator: stream.timeBase.denominator,
    start_pts: decode.startPts,
  };
  const values = { ...key, container: decode.container, stream: JSON.stringify(stream), issues: '[]' };
  const row =
    first(
      db,
      db.query
        .selectFrom('decode')
        .selectAll()
        .where(compare => compare.and(key)),
    ) ?? first(db, db.query.insertInto('decode').values(values).returningAll())!;
  return { id: row.id, frameCount: row.frame_count, issues: JSON.parse(row.issues) };
}

/** Keeps what a decode that reached the end of the stream came to. */
export function saveOutcome(db: Connection, decodeId: number, { frameCount, issues }: AnalysisOutcome): void {
  execute(
    db,
    db.query
      .updateTable('decode')
      .set({ frame_count: frameCount, issues: JSON.stringify(issues) })
      .where('id', '=', decodeId),
  );
}

/** Adds what a decode met that ended before the end of the stream; one that reached it has said all there is. */
export function addIssues(db: Connection, decodeId: number, issues: readonly DecodeIssue[]): void {
  const decode = db.query.selectFrom('decode').select(['issues', 'frame_count']).where('id', '=', decodeId);
  const row = first(db, decode);
  if (!row || row.frame_count !== null) return;
  const known = new Map<string, DecodeIssue>();
  const stored: readonly DecodeIssue[] = JSON.parse(row.issues);
  for (const issue of [...stored, ...issues]) {
    known.set(`${issue.ordinal}: ${issue.message}`, issue);
  }
  const all = JSON.stringify([...known.values()]);
  execute(db, db.query.updateTable('decode').set({ issues: all }).where('id', '=', decodeId));
}

/** Frames of the whole stream; `null` when no decode has reached its end. */
export function frameCountOf(db: Connection, decodeId: number): number | null {
  const row = first(db, db.query.selectFrom('decode').select('frame_count').where('id', '=', decodeId));
  return row?.frame_count ?? null;
}

/** Maps a row to the domain. */
export function toDecodeDescription(row: Omit<Selectable<DecodeTable>, 'id'>): DecodeDescription {
  const [width, height, x, y] = row.crop.split(':').map(Number);
  return {
    stream: JSON.parse(row.stream),
    container: row.container,
    decoder: { id: row.decoder_id, version: row.decoder_version },
    pixelPipeline: row.pixel_pipeline,
    crop: row.crop === '' ? null : { width: width!, height: height!, x: x!, y: y! },
    startPts: row.start_pts,
  };
}
