import type { Direction } from './scorer.ts';
import type { Stage } from './stage.ts';

/** Scores and facts of frames as columns of equal length, in ascending order of ordinals. */
export interface ScoreTable {
  readonly ordinals: Uint32Array;
  readonly ptsTicks: Float64Array;
  readonly timeSeconds: Float64Array;
  /** 0 (black) … 1 (white). */
  readonly meanLuma: Float32Array;
  /** Standard deviation of luma, 0 … 0.5. */
  readonly contrast: Float32Array;
  /** Mean absolute luma difference to the previous decoded frame, 0 … 1; NaN where unknown. */
  readonly change: Float32Array;
  /** 64-bit difference hashes. */
  readonly perceptualHash: BigUint64Array;
  readonly metrics: readonly ScoreColumn[];
}

/** The scores of one metric. */
export interface ScoreColumn {
  /** Metric id. */
  readonly id: string;
  /** Effective direction. */
  readonly direction: Direction;
  /** One score per frame; NaN where the metric is undefined or was not run. */
  readonly scores: Float64Array;
}

/** What to select. Every setting is stored with the selection. */
export interface SelectionSettings {
  /** Size of the top tier: at most `count` frames, and at most `percent` of all scored frames; `null` leaves one open. */
  readonly top: { readonly count: number | null; readonly percent: number | null };
  /** Number of equal stretches of the timeline that get their best frame; 0 for none. */
  readonly coverage: number;
  /** Least distance between picks, in seconds. */
  readonly minGapSeconds: number;
  /** Most differing bits of the perceptual hash at which two frames count as the same picture; `null` switches it off. */
  readonly maxHashDistance: number | null;
  /** Frames whose mean luma is below this are rejected as black; `null` keeps them. */
  readonly blackBelow: number | null;
  /** Frames whose mean luma is above this are rejected as white; `null` keeps them. */
  readonly whiteAbove: number | null;
  /** Frames whose contrast is below this are rejected as flat; `null` keeps them. */
  readonly flatBelow: number | null;
}

/** Top 5 %, at most 20, plus coverage 10, a gap of 1 s, visual deduplication on. */
export const defaultSelection: SelectionSettings = {
  top: { count: 20, percent: 5 },
  coverage: 10,
  minGapSeconds: 1,
  maxHashDistance: 4,
  blackBelow: 0.05,
  whiteAbove: 0.95,
  flatBelow: 0.02,
};

/** What the select stage takes. */
export interface SelectionInput {
  readonly table: ScoreTable;
  readonly settings: SelectionSettings;
}

/**
 * Why a frame was picked: among the best overall, the best of its stretch, to fill up a small video, or because its
 * number was given. The select stage makes the first three.
 */
export type PickTier = 'top' | 'coverage' | 'backfill' | 'requested';

/** A picked frame. */
export interface Pick {
  readonly ordinal: number;
  /** 1 for the best. */
  readonly rank: number;
  readonly tier: PickTier;
  /** One sentence for a person. */
  readonly reason: string;
}

/** Why a frame was not picked although it was looked at. */
export type RejectionReason = 'unscorable' | 'black' | 'white' | 'flat' | 'gap' | 'duplicate';

/** A rejected frame. */
export interface Rejection {
  readonly ordinal: number;
  readonly reason: RejectionReason;
  /** The pick that was preferred to it, for `gap` and `duplicate`; else `null`. */
  readonly inFavourOf: number | null;
}

/** The outcome of selecting; it explains itself. */
export interface Selection {
  readonly settings: SelectionSettings;
  /** In order of rank. */
  readonly picked: readonly Pick[];
  /** In order of ordinals. Frames in neither list were just not good enough. */
  readonly rejected: readonly Rejection[];
  /** Constraints that were relaxed to find enough frames, in the order in which they were. */
  readonly relaxed: readonly string[];
}

/** The select stage: a pure function of its input; the same input gives the same picks on every machine. */
export type SelectStage = Stage<SelectionInput, Selection>;
