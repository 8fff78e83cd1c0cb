import type { ExportSettings, PlannedStill, StillSource } from '@framesieve/core';
import { qualityOf } from './quality.ts';
import { stillSize } from './still-size.ts';

// Bytes per pixel above what noise takes, even where each sample is black or white: up to quality 95, and above. Tests
// measure that.
const noiseBytesPerPixel = {
  jpg: { usual: 3, high: 4 },
  webp: { usual: 2, high: 2 },
  avif: { usual: 3.5, high: 5.5 },
  deepAvif: { usual: 4.5, high: 9 },
} as const;
const usualQuality = 95;
// Headers, colour profile, EXIF.
const headerBytes = 4096;

/** Most bytes that a still will take on disk; an upper bound, usually several times the real size. */
export function maxStillBytes(
  planned: PlannedStill,
  source: StillSource,
  settings: Pick<ExportSettings, 'format' | 'quality' | 'crop' | 'maxSize'>,
): number {
  const { width, height } = stillSize(planned, source, settings);
  const { format } = settings;
  const deep = mayBeDeep(source.decode.stream.pixelFormat);
  if (format === 'png') {
    // Pixels that don't compress: one filter byte a row, and deflate's framing, below one in a thousand.
    return Math.ceil((width * height * 3 * (deep ? 2 : 1) + height) * 1.001) + headerBytes;
  }
  const noise = noiseBytesPerPixel[format === 'avif' && deep ? 'deepAvif' : format];
  const bytesPerPixel = qualityOf(settings)! > usualQuality ? noise.high : noise.usual;
  return Math.ceil(width * height * bytesPerPixel) + headerBytes;
}

/** Whether samples have more than 8 bits, by FFmpeg's name: only such formats have a byte order. Unknown counts as deep. */
export function mayBeDeep(pixelFormat: string | null): boolean {
  return pixelFormat === null || /[lb]e$/.test(pixelFormat);
}
