import { describe, expect, it } from 'vitest';
import { orientationOf } from './display-matrix.ts';

const upright = { rotation: 0, mirrored: false } as const;

describe('orientationOf', () => {
  it.each([
    [null, 0],
    [0, 0],
    [90, 270],
    [-90, 90],
    [-180, 180],
    [180, 180],
    [-89.6, 90],
  ] as const)(
    'takes an angle of %s in a stream without a matrix for %s degrees clockwise',
    (angle, rotation) => {
      expect(orientationOf(angle, upright)).toEqual({ rotation, mirrored: false });
    },
  );

  // `av_display_rotation_get` is −atan2(b, a), with a = cos · flip and b = sin · flip.
  const matrices = ([0, 90, 180, 270] as const).flatMap(rotation =>
    [false, true].map(mirrored => {
      const angle = -(rotation + (mirrored ? 180 : 0));
      return { rotation, mirrored, angle: angle <= -180 ? angle + 360 : angle };
    }),
  );

  it.each(matrices)('keeps the stream, $rotation and $mirrored, when its angle is repeated', truth => {
    const { angle, ...stream } = truth;
    expect(orientationOf(angle, stream)).toEqual(stream);
  });

  it('prefers the angle of the frame to that of the stream', () => {
    expect(orientationOf(90, { rotation: 90, mirrored: true })).toEqual({ rotation: 90, mirrored: true });
    expect(orientationOf(180, { rotation: 90, mirrored: true })).toEqual({ rotation: 180, mirrored: false });
  });
});
