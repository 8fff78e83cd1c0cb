import { type Orientation, orientationOfMatrix } from '@framesieve/decoder';

/** Reads FFmpeg's display matrix: nine 32-bit integers, of which the first two rows' pairs are (a, b) and (c, d). */
export function orientationOf(matrix: Uint8Array | null): Orientation {
  if (!matrix || matrix.byteLength < 36) return { rotation: 0, mirrored: false };
  const view = new DataView(matrix.buffer, matrix.byteOffset, matrix.byteLength);
  // Side data has the byte order of the machine, and Node.js runs on little-endian ones.
  const entry = (index: number) => view.getInt32(index * 4, true);
  return orientationOfMatrix({ a: entry(0), b: entry(1), c: entry(3), d: entry(4) });
}
