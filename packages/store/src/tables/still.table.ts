import type { StillRecord } from '@framesieve/core';

/** A picture that was written for a pick. */
export interface StillTable {
  selection_id: number;
  ordinal: number;
  file: string;
  sha256: string;
  verified: StillRecord['verified'];
  written_at: string;
}
