import type { PixelFormat, PlaneLayout } from '@framesieve/core';

/** The samples of a plane, as 8- or 16-bit numbers over the frame's own memory. */
export type PlaneSamples = Uint8Array<SharedArrayBuffer> | Uint16Array<SharedArrayBuffer>;

/** Views a plane of a frame's bytes as samples, row after row without gaps; nothing is copied. */
export function planeSamples(
  bytes: Uint8Array<SharedArrayBuffer>,
  plane: PlaneLayout,
  format: Pick<PixelFormat, 'bytesPerSample'>,
): PlaneSamples {
  const count = plane.width * plane.height;
  const start = bytes.byteOffset + plane.offset;
  if (format.bytesPerSample === 1) return new Uint8Array(bytes.buffer, start, count);
  return new Uint16Array(bytes.buffer, start, count);
}
