import { statSync } from 'node:fs';
import type { RunRecord, VideoIdentity, VideoRecord } from '@framesieve/core';
import { all, type Connection, execute, first } from './connection.ts';
import { readLivingRuns, readRuns } from './run.repository.ts';
import type { RunCounter } from './run-counter.ts';

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

/** Every video that has runs, that which was scored last first. */
export async function readVideos(db: Connection, counter: RunCounter): Promise<VideoRecord[]> {
  const runs = await readRuns(db, counter, null);
  const living = readLivingRuns(db);
  const byVideo = Map.groupBy(
    runs.map(run => (run.state === 'running' && !living.has(run.runId) ? interrupted(run) : run)),
    run => run.videoId,
  );
  const paths = Map.groupBy(readPaths(db), path => path.video_id);
  return all(db, db.query.selectFrom('video').selectAll())
    .map(row => ({
      videoId: row.id,
      identity: { sizeBytes: row.size_bytes, sha256: row.content_sha256 },
      paths: (paths.get(row.id) ?? []).map(({ path }) => path),
      runs: byVideo.get(row.id) ?? [],
    }))
    .filter(video => video.runs.length > 0)
    .sort((a, b) => (lastScored(a) < lastScored(b) ? 1 : -1));
}

function readPaths(db: Connection) {
  const query = db.query.selectFrom('video_path').select(['video_id', 'path']);
  return all(db, query.orderBy('seen_at', 'desc').orderBy('path'));
}

function interrupted(run: RunRecord): RunRecord {
  return { ...run, state: 'interrupted' };
}

/** When a run of a video last went on, and the number of its newest run: a text that sorts. */
function lastScored({ runs }: VideoRecord): string {
  const times = runs.map(({ state, startedAt, endedAt }) =>
    state === 'running' ? '9' : (endedAt ?? startedAt),
  );
  return `${times.sort().at(-1)} ${String(runs[0]!.runId).padStart(16, '0')}`;
}
