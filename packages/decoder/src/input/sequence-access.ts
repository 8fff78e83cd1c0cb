import { isUrl } from '@framesieve/core';
import type { ImageSequence } from './image-sequence.ts';
import type { InputAccess } from './input-access.ts';

/** How FFmpeg is given a sequence of pictures. Without a rate of their own they are taken to be 25 a second. */
export function sequenceAccess({ pattern, firstNumber }: ImageSequence): InputAccess {
  return {
    address: `file:${pattern}`,
    options: {
      protocol_whitelist: 'file',
      format_whitelist: 'image2',
      pattern_type: 'sequence',
      start_number: String(firstNumber),
    },
  };
}

// Of the names that FFmpeg takes for single pictures, those that every version knows. An animation is none.
const pictureNames = /\.(?:png|jpe?g|bmp|tiff?|webp|pgm|ppm|pbm|pam|tga|jp2|exr|dpx|sgi|pcx)$/i;

/**
 * Options for one picture whose path has a `%d` or `%*` in it: FFmpeg would go and look for numbered ones. None for other inputs.
 */
export function singlePictureOptions(path: string): Readonly<Record<string, string>> {
  if (isUrl(path) || !/%(?:\d*d|[*?[\]{}])/.test(path) || !pictureNames.test(path)) return {};
  return { format_whitelist: 'image2', pattern_type: 'none' };
}
