import type { ExportSettings, PlannedStill, RgbImage, StillFormat, StillSource } from '@framesieve/core';
import { reducedSize } from './reduce-image.ts';

/** Size of a picture in pixels. */
export type PictureSize = Pick<RgbImage, 'width' | 'height'>;

/** Most pixels a side that the encoder of each format takes; PNG has no limit that a frame could reach. */
export const longestSide: Readonly<Record<StillFormat, number>> = {
  png: 2 ** 31 - 1,
  jpg: 65_500,
  webp: 16_383,
  avif: 16_384,
};

// The decode stage takes pixel aspects beyond this for a mistake in the file.
const maximumStretch = 10;

/**
 * Size of a still as far as it is known before its frame is read: upright, with square pixels, without bars where they
 * are left out, reduced to `maxSize`. A stream that changes its pixel aspect or rotation on the way has others.
 */
export function stillSize(
  planned: PlannedStill,
  source: StillSource,
  settings: Pick<ExportSettings, 'crop' | 'maxSize'>,
): PictureSize {
  return reducedSize(wholeSize(planned, source, settings), settings.maxSize ?? null);
}

function wholeSize(
  { frame }: PlannedStill,
  { decode }: StillSource,
  settings: Pick<ExportSettings, 'crop'>,
): PictureSize {
  const { width, height } = (settings.crop && decode.crop) || frame;
  const { numerator, denominator } = decode.stream.pixelAspect;
  const aspect = numerator / denominator;
  const isSane = aspect >= 1 / maximumStretch && aspect <= maximumStretch;
  const wide = isSane && aspect > 1 ? Math.round(width * aspect) : width;
  const high = isSane && aspect < 1 ? Math.round(height / aspect) : height;
  return decode.stream.rotation % 180 === 0 ? { width: wide, height: high } : { width: high, height: wide };
}
