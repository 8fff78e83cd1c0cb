import type { PickTier, RejectionReason } from '@framesieve/core';
import type { Generated } from 'kysely';

/** The outcome of selecting once. */
export interface SelectionTable {
  id: Generated<number>;
  /** `SelectionSettings` as JSON. */
  settings: string;
  /** JSON array of the constraints that were relaxed. */
  relaxed: string;
  /** JSON array of `ReplacedFrame`. */
  replaced: string;
  created_at: string;
}

/** The runs that a selection was made from, in their order. */
export interface SelectionRunTable {
  selection_id: number;
  position: number;
  run_id: number;
}

/** A frame that was picked. */
export interface PickTable {
  selection_id: number;
  ordinal: number;
  rank: number;
  tier: PickTier;
  reason: string;
}

/** A frame that was looked at and not picked. */
export interface RejectionTable {
  selection_id: number;
  ordinal: number;
  reason: RejectionReason;
  in_favour_of: number | null;
}
