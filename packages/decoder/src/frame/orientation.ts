import type { PictureFormat } from '@framesieve/core';

/** How a picture is turned for display: mirrored left to right first, then rotated clockwise. */
export type Orientation = Pick<PictureFormat, 'rotation' | 'mirrored'>;

/** The four entries of a display matrix that turn: it maps a point by x′ = a·x + c·y, y′ = b·x + d·y, with y downwards. */
export interface TurningEntries {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** The orientation that a display matrix means, rounded to quarter turns; upright for a matrix of zeros. */
export function orientationOfMatrix({ a, b, c, d }: TurningEntries): Orientation {
  const mirrored = a * d - b * c < 0;
  const angle = mirrored ? Math.atan2(-b, -a) : Math.atan2(b, a);
  return { rotation: quarterTurns((angle * 180) / Math.PI), mirrored };
}

/** Rounds clockwise degrees to quarter turns. */
export function quarterTurns(degrees: number): Orientation['rotation'] {
  const turns: readonly Orientation['rotation'][] = [0, 90, 180, 270];
  return turns[((Math.round(degrees / 90) % 4) + 4) % 4]!;
}
