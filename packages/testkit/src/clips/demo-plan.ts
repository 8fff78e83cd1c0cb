/** What was done to the frames of a stretch. Only `sharp` frames are good ones. */
export type StretchKind =
  | 'sharp'
  | 'defocused'
  | 'motion-blurred'
  | 'noisy'
  | 'under-exposed'
  | 'over-exposed'
  | 'black'
  | 'faded';

/** A run of frames of one kind. */
export interface Stretch {
  readonly kind: StretchKind;
  /** Frames [start, end). */
  readonly start: number;
  readonly end: number;
  /** Whether these frames are as good as the camera makes them. */
  readonly good: boolean;
  /** Which scene they show; a change of it is a cut. */
  readonly scene: number;
}

const plan: readonly (readonly [StretchKind, frames: number, scene: number])[] = [
  ['sharp', 30, 0],
  ['defocused', 27, 0],
  ['sharp', 24, 0],
  ['motion-blurred', 24, 0],
  ['noisy', 27, 1],
  ['sharp', 30, 1],
  ['under-exposed', 24, 1],
  ['over-exposed', 24, 1],
  ['black', 12, 2],
  ['sharp', 24, 2],
  ['faded', 30, 2],
  ['sharp', 24, 2],
  ['defocused', 18, 2],
  ['sharp', 18, 2],
];

/** The stretches of the demo clip, in order and without gaps. */
export const demoStretches: readonly Stretch[] = plan.map(([kind, frames, scene], index) => {
  const start = plan.slice(0, index).reduce((sum, [, before]) => sum + before, 0);
  return { kind, start, end: start + frames, good: kind === 'sharp', scene };
});
