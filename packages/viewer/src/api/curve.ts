import type { OwnReason, RejectionReason } from '@framesieve/core';

/** What of a score curve is asked for: `GET api/decodes/:decodeId/curve`. Times are of the video's own clock, in seconds. */
export interface CurveQuery {
  readonly runId: number;
  /** `[from, to)`; absent: all. */
  readonly from?: number;
  readonly to?: number;
  /** Columns of the drawing, 1 … 4000: no more points than about twice as many come. */
  readonly columns: number;
  /** Key of the selection whose rejections shade it (see `SelectionView`); absent: the stored one. */
  readonly selection?: string;
}

/**
 * A score curve, reduced to what can be seen. Arrays have one entry for each point, ascending in time: a frame, or where there
 * are more frames than columns, a column's frames together. One point on either side of the range comes along, so that
 * lines reach its ends.
 */
export interface Curve {
  /** Whether each point is one frame. */
  readonly isExact: boolean;
  /** Time of the frame, or of the first frame of the column. */
  readonly times: readonly number[];
  /** Its number, or that of the column's best frame. */
  readonly ordinals: readonly number[];
  /** Lowest and highest score, whichever is better; `null` without a score. */
  readonly lows: readonly (number | null)[];
  readonly highs: readonly (number | null)[];
  /** Mean over `meanSeconds` around the point; `null` where there is no score. */
  readonly means: readonly (number | null)[];
  /** Width of the window of the rolling mean. */
  readonly meanSeconds: number;
  /** Stretches that are rejected for what they are, within the range. */
  readonly rejected: readonly RejectedRange[];
  /** Beginnings of shots within the range, in seconds, none closer than two columns; `null` while they are being found. */
  readonly shots: readonly number[] | null;
  /** Range of scores worth showing over the whole video, strays left out; `null` without scores. */
  readonly scoreRange: readonly [low: number, high: number] | null;
  /** Times of the first and the last frame of the run, and how many there are. */
  readonly extent: { readonly from: number; readonly to: number; readonly frames: number };
}

/** Time `[from, to)`, in seconds, in which at least half of the frames are rejected, most of them for this. */
export interface RejectedRange {
  readonly from: number;
  readonly to: number;
  readonly reason: OwnReason;
}

/** Which frames stand for a video on a filmstrip: `GET api/decodes/:decodeId/strip`. */
export interface StripQuery {
  readonly runId: number;
  /** Time `[from, to)`, in seconds: the cells that overlap it come. */
  readonly from: number;
  readonly to: number;
  /** Most cells, 1 … 400. Each has `step` frames of the run, a power of two, the smallest with which no more cells are needed. */
  readonly cells: number;
  /** Key of the selection; absent: the stored one. */
  readonly selection?: string;
}

/** Consecutive cells of a grid that is the same for every range: cell `k` has the run's rows `[k × step, (k + 1) × step)`. */
export interface Strip {
  readonly step: number;
  readonly cells: readonly StripCell[];
}

/** The frame that stands for a cell: its best pick, else its best frame that is not rejected for what it is. */
export interface StripCell {
  /** Number of the cell in the grid of this step. */
  readonly cell: number;
  /** Time `[from, to)` of the cell: from its first frame to the first of the next cell; of the last one, a frame longer than its last. */
  readonly from: number;
  readonly to: number;
  readonly ordinal: number;
  readonly timeSeconds: number;
  readonly score: number | null;
  /** Its rejection; `null` for none. */
  readonly reason: RejectionReason | null;
}
