import type { OwnReason, PickTier, RejectionReason, SelectionSettings } from '@framesieve/core';

/** Picks, and what was not picked: of `GET api/decodes/:decodeId/selection` (the stored one) and `POST …/select`. */
export interface SelectionView {
  /** Names it in other requests. */
  readonly key: string;
  /** `stored`: the newest that is kept; `preview`: a trial that is not; `default`: what the settings pick where nothing is kept. */
  readonly source: 'stored' | 'preview' | 'default';
  readonly settings: SelectionSettings;
  /** Runs that it was made from: those that rank together, then the one that refines. */
  readonly runIds: readonly number[];
  /** In order of rank, with corrections by hand. */
  readonly picks: readonly PickView[];
  /** How many frames were rejected, by reason. */
  readonly rejected: Readonly<Partial<Record<RejectionReason, number>>>;
  /** Constraints that were relaxed. */
  readonly relaxed: readonly string[];
  readonly overrides: OverridesView;
  /** What a trial changes against the stored picks; `null` where none are stored. */
  readonly changes: { readonly added: readonly number[]; readonly removed: readonly number[] } | null;
  /** Time that selecting took. */
  readonly elapsedMs: number;
}

/** A pick. */
export interface PickView {
  readonly ordinal: number;
  readonly rank: number;
  readonly tier: PickTier;
  readonly reason: string;
  readonly timeSeconds: number;
  /** By metric; `null` where it is undefined, absent where it was not run. */
  readonly scores: Readonly<Record<string, number | null>>;
}

/** Corrections of picks by hand; they outlast every selection until they are taken back. Ordinals, ascending. */
interface OverridesView {
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** Body of `POST api/decodes/:decodeId/select`: selects anew from stored scores. */
export interface SelectRequest {
  /** Metrics that rank together; those with weight 0 are only shown. */
  readonly runIds: readonly number[];
  readonly settings: SelectionSettings;
  /** Whether to keep it, else it is a trial. */
  readonly keep: boolean;
}

/** Body of `PUT api/decodes/:decodeId/overrides/:ordinal`; the answer is a `SelectionView` of the selection `selection`. */
export interface OverrideRequest {
  /** `null` takes a correction back. */
  readonly action: 'added' | 'removed' | null;
  /** Key of the selection that is shown. */
  readonly selection: string;
}

/** One frame and why it was picked or not: `GET api/decodes/:decodeId/frames/:ordinal?selection=KEY`. */
export interface FrameView {
  readonly ordinal: number;
  readonly timeSeconds: number;
  readonly ptsTicks: number;
  readonly ptsSource: 'container' | 'estimated';
  readonly width: number;
  readonly height: number;
  readonly keyFrame: boolean;
  readonly isCorrupt: boolean;
  readonly scores: readonly FrameScoreView[];
  readonly pick: PickView | null;
  readonly rejection: RejectionReason | null;
  readonly override: 'added' | 'removed' | null;
  /** The verdict and what led to it, one sentence each; `null` for a frame that no run has looked at. */
  readonly sentences: readonly string[] | null;
  /** Measured facts, and what the rules of rejection make of them. */
  readonly facts: readonly FactView[];
  /** Numbers of the scored frames before and after it; `null` at the ends. */
  readonly previous: number | null;
  readonly next: number | null;
}

/** A frame's score by one metric. */
export interface FrameScoreView {
  readonly metric: string;
  /** `null` where it is undefined or was not run. */
  readonly score: number | null;
  /** Percentage of the others that are no better, 0 … 100; `null` without a score. */
  readonly percentile: number | null;
}

/** A measured fact. */
export interface FactView {
  readonly name: string;
  readonly value: number | null;
  /** Reasons for which rules reject the frame over it. */
  readonly offends: readonly OwnReason[];
  /** The fact in one line. */
  readonly text: string;
}
