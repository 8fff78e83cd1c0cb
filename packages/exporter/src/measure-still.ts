import type { ExportSettings, Frame, PlannedStill, RgbConverter, StillSource } from '@framesieve/core';
import { colorOfRgb } from './color-tag.ts';
import { encodeStill } from './encode-still.ts';
import { stillFacts } from './metadata/still-facts.ts';
import { stillMetadata } from './metadata/still-metadata.ts';
import { qualityOf } from './quality.ts';
import { reduceImage } from './reduce-image.ts';
import { stillPicture } from './still-picture.ts';

/** Bytes that the still of a frame takes: it is made in memory as an export would write it. */
export async function measureStill(
  frame: Frame,
  planned: PlannedStill,
  source: StillSource,
  settings: ExportSettings,
  rgb: RgbConverter,
): Promise<number> {
  const { format, crop = false, maxSize = null, metadata = true } = settings;
  const image = await reduceImage(stillPicture(frame, format, crop, rgb), maxSize);
  const { bytes } = await encodeStill(image, {
    format,
    color: colorOfRgb(frame),
    sourceBitDepth: frame.format.pixelFormat.bitDepth,
    quality: qualityOf(settings),
    metadata: metadata ? stillMetadata(stillFacts(planned, source, 'approximate')) : null,
  });
  return bytes.length;
}
