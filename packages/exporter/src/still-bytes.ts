import type { PlannedStill, StillFormat, StillSource } from '@framesieve/core';

// Bytes per pixel above what white noise takes at the settings used here; a test measures that.
const noiseBytesPerPixel = { jpg: 3, webp: 2, avif: 3 } as const;
// Headers, colour profile, EXIF.
const headerBytes = 4096;

/** Most bytes that a still will take on disk; an upper bound, usually several times the real size. */
export function maxStillBytes(planned: PlannedStill, source: StillSource, format: StillFormat): number {
  const { width, height } = planned.frame;
  const { numerator, denominator } = source.decode.stream.pixelAspect;
  const aspect = numerator > 0 && denominator > 0 ? numerator / denominator : 1;
  // Square pixels are made by stretching one side, at most.
  const pixels = Math.ceil(width * height * Math.max(aspect, 1 / aspect));
  const deep = mayBeDeep(source.decode.stream.pixelFormat);
  if (format !== 'png')
    return (
      Math.ceil(pixels * noiseBytesPerPixel[format] * (deep && format === 'avif' ? 1.5 : 1)) + headerBytes
    );
  // Pixels that don't compress: one filter byte a row, and deflate's framing, below one in a thousand.
  const raw = pixels * 3 * (deep ? 2 : 1) + Math.max(width, height) * Math.max(aspect, 1 / aspect);
  return Math.ceil(raw * 1.001) + headerBytes;
}

/** Whether samples have more than 8 bits, by FFmpeg's name: only such formats have a byte order. Unknown counts as deep. */
function mayBeDeep(pixelFormat: string | null): boolean {
  return pixelFormat === null || /[lb]e$/.test(pixelFormat);
}
