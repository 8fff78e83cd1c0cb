import type { ChromaLocation, ColorDescription, ColorMatrix, ColorRange } from '@framesieve/core';

const matrices: Readonly<Record<string, ColorMatrix>> = {
  gbr: 'rgb',
  bt709: 'bt709',
  fcc: 'fcc',
  bt470bg: 'bt601',
  smpte170m: 'bt601',
  smpte240m: 'smpte240m',
  ycgco: 'ycgco',
  bt2020nc: 'bt2020',
};

const ranges: Readonly<Record<string, ColorRange>> = { tv: 'limited', pc: 'full' };

const chromaLocations = new Set(['left', 'center', 'topleft', 'top', 'bottomleft', 'bottom']);

/** Colour tags under the names that FFmpeg prints; anything it doesn't know is left out. */
export interface ColorNames {
  readonly range?: string | undefined;
  readonly matrix?: string | undefined;
  readonly primaries?: string | undefined;
  readonly transfer?: string | undefined;
  readonly chromaLocation?: string | undefined;
}

/** Whether a word of FFmpeg's is the name of a chroma position. */
export function isChromaLocation(name: string): name is ChromaLocation {
  return chromaLocations.has(name);
}

/** Translates FFmpeg's names. */
export function describeColor(names: ColorNames): ColorDescription {
  const { range = '', matrix = '', chromaLocation = '' } = names;
  return {
    matrix: matrices[matrix] ?? 'unknown',
    range: ranges[range] ?? 'unknown',
    chromaLocation: isChromaLocation(chromaLocation) ? chromaLocation : 'unknown',
    transfer: known(names.transfer),
    primaries: known(names.primaries),
  };
}

function known(name: string | undefined): string {
  return name === undefined || name === 'reserved' ? 'unknown' : name;
}
