import { parsePixelFormat } from '@framesieve/core';
import { drawTestPicture } from './test-picture.ts';

/**
 * Draws the picture of one ordinal for `pal8`: a byte per pixel, then 256 entries of B, G, R, A. The indices are those
 * of the grey test picture, and green rises with them, so that the ordinal can be read from the green plane.
 */
export function drawPalettePicture(width: number, height: number, ordinal: number): Uint8Array {
  const indices = drawTestPicture({ format: parsePixelFormat('gray')!, width, height }, ordinal);
  const picture = new Uint8Array(indices.length + 4 * 256);
  picture.set(indices);
  for (let entry = 0; entry < 256; entry++) {
    picture.set([255 - entry, entry, (entry * 5) & 255, 255 - (entry & 1)], indices.length + 4 * entry);
  }
  return picture;
}
