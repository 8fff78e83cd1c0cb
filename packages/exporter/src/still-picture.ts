import type { Frame, RgbConverter, RgbImage, StillFormat } from '@framesieve/core';

/**
 * Makes the picture of a still from its frame, in its full size: 16 bits per sample where the frame has more than 8 and the
 * format can hold them.
 *
 * @param crop whether to leave out what was left out of scoring.
 */
export function stillPicture(frame: Frame, format: StillFormat, crop: boolean, rgb: RgbConverter): RgbImage {
  const deep = frame.format.pixelFormat.bitDepth > 8 && (format === 'png' || format === 'avif');
  return rgb(frame, { bitDepth: deep ? 16 : 8, area: crop ? 'active' : 'whole' });
}
