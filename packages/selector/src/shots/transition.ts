/** A gradual change from one picture to another, or to or from a plain one. */
export interface Transition {
  readonly kind: 'fade' | 'crossfade';
  /** First row that shows a mixture. */
  readonly start: number;
  /** The row after the last of them. */
  readonly end: number;
  /** Share of the picture's contrast that is lost, 0 … 1; all of it in a cross-fade. */
  readonly lost: number;
}
