import type { RgbImage } from '@framesieve/core';
import type { Placement } from './placement.ts';

/**
 * Copies the upright picture of a band of coded rows to where it belongs in that of all rows.
 *
 * @param first number of the band's first row.
 */
export function placeBlock(
  block: RgbImage['data'],
  band: Placement,
  image: Placement & Pick<RgbImage, 'data'>,
  first: number,
): void {
  // Both are turned in the same way, so pixel (0, first) of the coded picture leads from one to the other.
  const column = band.origin % band.width;
  const row = (band.origin - column) / band.width;
  let to = (image.origin + first * image.stepY - row * image.width - column) * 3;
  if (band.width === image.width) {
    image.data.set(block, to);
    return;
  }
  for (let from = 0; from < block.length; from += band.width * 3, to += image.width * 3) {
    image.data.set(block.subarray(from, from + band.width * 3), to);
  }
}
