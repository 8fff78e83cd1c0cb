import { statSync } from 'node:fs';
import type { VideoIdentity } from '@framesieve/core';
import { type Connection, execute, first } from './connection.ts';

/** The id of a video; `null` when it was never seen. */
export function findVideo(db: Connection, identity: VideoIdentity): number | null {
  const found = first(
    db,
    db.query
      .selectFrom('video')
      .select('id')
      .where('content_sha256', '=', identity.sha256)
      .where('size_bytes', '=', identity.sizeBytes),
  );
  return found?.id ?? null;
}

/** Notes that a video was seen at a path, and returns its id. */
export function saveVideo(db: Connection, identity: VideoIdentity, path: string): number {
  const values = { size_bytes: identity.sizeBytes, content_sha256: identity.sha256 };
  const id =
    findVideo(db, identity) ?? first(db, db.query.insertInto('video').values(values).returning('id'))!.id;
  const seen = {
    mtime_ms: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null,
    size_bytes: identity.sizeBytes,
    seen_at: new Date().toISOString(),
  };
  execute(
    db,
    db.query
      .insertInto('video_path')
      .values({ video_id: id, path, ...seen })
      .onConflict(conflict => conflict.doUpdateSet(seen)),
  );
  return id;
}
