import type { Frame } from '@framesieve/core';
import type { Size } from '@framesieve/models';

/** Pixel aspects beyond this are taken for a mistake in the file, as by `frameToRgb` of `@framesieve/decoder`. */
const largestAspect = 10;

/** Size of the RGB picture that a frame becomes: of the area inside black bars, with square pixels, upright. */
export function pictureSize({ format, rendering }: Frame): Size {
  const area = rendering.crop ?? format;
  const stated = format.pixelAspect.numerator / format.pixelAspect.denominator;
  const aspect = stated >= 1 / largestAspect && stated <= largestAspect ? stated : 1;
  // Pictures are stretched, never shrunk.
  const width = Math.round(area.width * Math.max(1, aspect));
  const height = Math.round(area.height * Math.max(1, 1 / aspect));
  return format.rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}
