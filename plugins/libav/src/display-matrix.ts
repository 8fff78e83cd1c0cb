import type { PictureFormat } from '@framesieve/core';

/** How a picture is turned for display: mirrored left to right first, then rotated clockwise. */
export type Orientation = Pick<PictureFormat, 'rotation' | 'mirrored'>;

const upright: Orientation = { rotation: 0, mirrored: false };

/**
 * Reads FFmpeg's display matrix: nine 32-bit integers, of which the first two rows' pairs (a, b) and (c, d) map a
 * point by x′ = a·x + c·y, y′ = b·x + d·y, with y downwards. Angles are rounded to quarter turns.
 */
export function orientationOf(matrix: Uint8Array | null): Orientation {
  if (!matrix || matrix.byteLength < 36) return upright;
  const view = new DataView(matrix.buffer, matrix.byteOffset, matrix.byteLength);
  // Side data has the byte order of the machine, and Node.js runs on little-endian ones.
  const [a, b, c, d] = [0, 1, 3, 4].map(entry => view.getInt32(entry * 4, true)) as [
    number,
    number,
    number,
    number,
  ];
  const mirrored = a * d - b * c < 0;
  const angle = mirrored ? Math.atan2(-b, -a) : Math.atan2(b, a);
  const quarters = (Math.round(angle / (Math.PI / 2)) + 4) % 4;
  return { rotation: (quarters * 90) as Orientation['rotation'], mirrored };
}
