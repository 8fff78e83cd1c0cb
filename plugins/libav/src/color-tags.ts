import type { ChromaLocation, ColorDescription, ColorMatrix, ColorRange } from '@framesieve/core';

/** FFmpeg's numeric colour tags, as frames and streams carry them. */
export interface ColorTags {
  readonly colorSpace: number;
  readonly colorRange: number;
  readonly chromaLocation: number;
  readonly colorTrc: number;
  readonly colorPrimaries: number;
}

// The numbers are those of ITU-T H.273, which FFmpeg's enumerations repeat; the names are FFmpeg's.
const matrices: Readonly<Record<number, ColorMatrix>> = {
  0: 'rgb',
  1: 'bt709',
  4: 'fcc',
  5: 'bt601',
  6: 'bt601',
  7: 'smpte240m',
  8: 'ycgco',
  9: 'bt2020',
};

const ranges: Readonly<Record<number, ColorRange>> = { 1: 'limited', 2: 'full' };

const chromaLocations: Readonly<Record<number, ChromaLocation>> = {
  1: 'left',
  2: 'center',
  3: 'topleft',
  4: 'top',
  5: 'bottomleft',
  6: 'bottom',
};

const transfers: Readonly<Record<number, string>> = {
  1: 'bt709',
  4: 'bt470m',
  5: 'bt470bg',
  6: 'smpte170m',
  7: 'smpte240m',
  8: 'linear',
  9: 'log100',
  10: 'log316',
  11: 'iec61966-2-4',
  12: 'bt1361e',
  13: 'iec61966-2-1',
  14: 'bt2020-10',
  15: 'bt2020-12',
  16: 'smpte2084',
  17: 'smpte428',
  18: 'arib-std-b67',
};

const primaries: Readonly<Record<number, string>> = {
  1: 'bt709',
  4: 'bt470m',
  5: 'bt470bg',
  6: 'smpte170m',
  7: 'smpte240m',
  8: 'film',
  9: 'bt2020',
  10: 'smpte428',
  11: 'smpte431',
  12: 'smpte432',
  22: 'ebu3213',
};

/** Names the colour tags; `fullRange` is for the formats (`yuvj420p`) that say so by their name. */
export function describeColor(tags: ColorTags, fullRange: boolean): ColorDescription {
  return {
    matrix: matrices[tags.colorSpace] ?? 'unknown',
    range: fullRange ? 'full' : (ranges[tags.colorRange] ?? 'unknown'),
    chromaLocation: chromaLocations[tags.chromaLocation] ?? 'unknown',
    transfer: transfers[tags.colorTrc] ?? 'unknown',
    primaries: primaries[tags.colorPrimaries] ?? 'unknown',
  };
}
