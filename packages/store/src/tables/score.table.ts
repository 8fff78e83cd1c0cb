/** The score of one frame in one run; NULL with a reason where the metric is undefined. */
export interface ScoreTable {
  run_id: number;
  ordinal: number;
  score: number | null;
  reason: string | null;
  /** JSON array of probabilities; NULL for metrics without one. */
  distribution: string | null;
}
