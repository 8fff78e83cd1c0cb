import type { Direction } from './scorer.ts';

/** Scores and facts of frames as columns of equal length, in ascending order of ordinals. */
export interface ScoreTable extends FactColumns {
  readonly ordinals: Uint32Array;
  readonly ptsTicks: Float64Array;
  readonly timeSeconds: Float64Array;
  /** 64-bit difference hashes. */
  readonly perceptualHash: BigUint64Array;
  /** 1 where the decoder reported damage in the frame, else 0. */
  readonly corrupt: Uint8Array;
  readonly metrics: readonly ScoreColumn[];
}

/** The measured facts of frames (see `FrameFacts`), NaN where unknown: what was scored by an earlier version has fewer. */
export interface FactColumns {
  readonly meanLuma: Float32Array;
  readonly contrast: Float32Array;
  readonly change: Float32Array;
  readonly sharpness: Float32Array;
  readonly noise: Float32Array;
  readonly blockiness: Float32Array;
  readonly shadows: Float32Array;
  readonly highlights: Float32Array;
  readonly dominance: Float32Array;
}

/** The scores of one metric. */
export interface ScoreColumn {
  /** Metric id. */
  readonly id: string;
  /** Effective direction. */
  readonly direction: Direction;
  /** One score per frame; NaN where the metric is undefined or was not run. */
  readonly scores: Float64Array;
  /** 1 where the metric was run, whether or not it is defined there; absent: on every frame. */
  readonly scored?: Uint8Array;
}

/** Whether a metric was run on the frame of a row: if it was and there is no score, it is undefined there. */
export function wasScored({ scored }: ScoreColumn, row: number): boolean {
  return scored === undefined || scored[row] === 1;
}

/** The row of a frame, or -1 where the table doesn't have it; by halving, as ordinals ascend. */
export function rowOf({ ordinals }: Pick<ScoreTable, 'ordinals'>, ordinal: number): number {
  let start = 0;
  let end = ordinals.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (ordinals[middle]! < ordinal) start = middle + 1;
    else end = middle;
  }
  return ordinals[start] === ordinal ? start : -1;
}
