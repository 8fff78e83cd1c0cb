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
  /** ISO 8601, UTC. */
  seen_at: string;
}
