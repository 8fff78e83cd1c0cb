import type { PtsSource } from '@framesieve/core';

/** One frame of a decode. */
export interface FrameTable {
  decode_id: number;
  ordinal: number;
  pts_ticks: number;
  pts_source: PtsSource;
  time_seconds: number;
  width: number;
  height: number;
  key_frame: number;
  corrupt: number;
  /** 8 bytes, most significant first: SQLite's integers are signed, and its driver rounds those over 2^53. */
  fingerprint: Uint8Array;
  perceptual_hash: Uint8Array;
  mean_luma: number;
  contrast: number;
  change: number | null;
  /** This and what follows: NULL in rows from before it was measured. */
  sharpness: number | null;
  noise: number | null;
  blockiness: number | null;
  shadows: number | null;
  highlights: number | null;
  dominance: number | null;
}
