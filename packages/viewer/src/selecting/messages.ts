import type { Direction, ErrorCode, Pick, PickOverrides, SelectionSettings } from '@framesieve/core';
import type { FactView, FrameScoreView } from '../api/selection.ts';
import type { ReasonCodes } from './reason-codes.ts';

/** The scores that are selected from. */
export interface TableRequest {
  /** Those that rank together, then the one that refines. */
  readonly runs: readonly { readonly runId: number; readonly direction: Direction }[];
  /** How many frames they have; another number stands for another state of them. */
  readonly rows: number;
}

/** Where a selection comes from. */
export interface SelectionSource {
  /** That which it is kept under; `null` for one that is made from scores. */
  readonly selectionId: number | null;
  readonly settings: SelectionSettings;
}

/** What the process that selects is asked for. */
export type SelectingRequest =
  | { readonly kind: 'rejections'; readonly selectionId: number }
  | { readonly kind: 'shots'; readonly table: TableRequest }
  | { readonly kind: 'select'; readonly table: TableRequest; readonly settings: SelectionSettings }
  | {
      readonly kind: 'keep';
      readonly table: TableRequest;
      readonly settings: SelectionSettings;
      /** Whose corrections by hand it is kept with, as they are then. */
      readonly decodeId: number;
    }
  | {
      readonly kind: 'explain';
      readonly table: TableRequest;
      readonly source: SelectionSource;
      readonly overrides: PickOverrides;
      readonly ordinal: number;
    };

/** What it answers, by what it was asked for. */
export interface SelectingAnswers {
  /** Of a kept selection. */
  readonly rejections: ReasonCodes;
  /** Beginnings of shots in seconds, ascending. */
  readonly shots: Float64Array;
  readonly select: SelectedFrames;
  readonly keep: KeptSelection;
  readonly explain: ExplainedFrame | null;
}

/** A selection, without corrections. */
export interface SelectedFrames {
  readonly picked: readonly Pick[];
  readonly codes: ReasonCodes;
  readonly relaxed: readonly string[];
  /** Time that selecting took. */
  readonly elapsedMs: number;
}

/** A selection that was kept with its corrections; its picks are told without them. */
export interface KeptSelection extends SelectedFrames {
  readonly selectionId: number;
}

/** Why a frame was picked or not; `null` in its place stands for a frame that is not among those selected from. */
export interface ExplainedFrame {
  readonly sentences: readonly string[];
  readonly facts: readonly FactView[];
  readonly scores: readonly FrameScoreView[];
}

/** An answer on its way. */
export type SelectingReply =
  | { readonly id: number; readonly answer: SelectingAnswers[keyof SelectingAnswers] }
  | {
      readonly id: number;
      readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint: string | null };
    };
