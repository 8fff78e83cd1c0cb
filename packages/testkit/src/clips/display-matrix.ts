/**
 * The 3x3 display matrix of ISO/IEC 14496-12 (`tkhd`) as FFmpeg keeps it: nine 32-bit little-endian integers, 16.16
 * fixed point but for the last column (2.30). It maps (x, y) to (a x + c y, b x + d y), stored as a, b, u, c, d, v, …
 *
 * @param rotation clockwise degrees by which the picture is turned for display, after it is mirrored.
 */
export function displayMatrix(rotation: 0 | 90 | 180 | 270, mirrored: boolean): Buffer {
  const cosine = [1, 0, -1, 0][rotation / 90]!;
  const sine = [0, 1, 0, -1][rotation / 90]!;
  const flip = mirrored ? -1 : 1;
  const one = 1 << 16;
  const matrix = Buffer.alloc(36);
  matrix.writeInt32LE(cosine * flip * one, 0);
  matrix.writeInt32LE(sine * flip * one, 4);
  matrix.writeInt32LE(-sine * one, 12);
  matrix.writeInt32LE(cosine * one, 16);
  matrix.writeInt32LE(1 << 30, 32);
  return matrix;
}
