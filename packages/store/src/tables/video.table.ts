import type { Generated } from 'kysely';

/** A video by its content, wherever it lies. */
export interface VideoTable {
  id: Generated<number>;
  size_bytes: number;
  content_sha256: string;
}

/** A path that a video was seen at. */
export interface VideoPathTable {
  video_id: number;
  path: string;
  /** When the file was last changed, in milliseconds since 1970; `null` when it could not be looked at. */
  mtime_ms: number | null;
  size_bytes: number;
  /** ISO 8601, UTC. */
  seen_at: string;
}
