import type { ExportSettings, StillFormat } from '@framesieve/core';

const usual: Readonly<Record<StillFormat, number | null>> = { png: null, jpg: 95, webp: 95, avif: 90 };

/** The quality that a still is encoded with, 1 … 100; `null` for a format that loses nothing. */
export function qualityOf({ format, quality }: Pick<ExportSettings, 'format' | 'quality'>): number | null {
  return usual[format] === null ? null : (quality ?? usual[format]);
}
