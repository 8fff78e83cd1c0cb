import type { PixelFormat } from './pixel-format.ts';

/** Matrix coefficients between YUV and RGB (ITU-T H.273), or `unknown` when the stream doesn't say. */
export type ColorMatrix = 'rgb' | 'bt709' | 'bt601' | 'bt2020' | 'smpte240m' | 'fcc' | 'ycgco' | 'unknown';

/** `limited`: luma 16…235 and chroma 16…240 (times 2^(depth−8)); `full`: the whole range of the sample. */
export type ColorRange = 'limited' | 'full' | 'unknown';

/** Where chroma samples sit between luma samples. */
export type ChromaLocation = 'left' | 'center' | 'topleft' | 'top' | 'bottomleft' | 'bottom' | 'unknown';

/** The colour tags of a picture, as the stream states them: nothing is guessed here. */
export interface ColorDescription {
  readonly matrix: ColorMatrix;
  readonly range: ColorRange;
  readonly chromaLocation: ChromaLocation;
  /** Transfer characteristics under FFmpeg's name, e.g. `bt709`, `smpte2084` (PQ), `arib-std-b67` (HLG). */
  readonly transfer: string;
  /** Colour primaries under FFmpeg's name, e.g. `bt709`, `bt2020`. */
  readonly primaries: string;
}

/** A colour description that states nothing. */
export const unknownColor: ColorDescription = {
  matrix: 'unknown',
  range: 'unknown',
  chromaLocation: 'unknown',
  transfer: 'unknown',
  primaries: 'unknown',
};

const highDynamicRangeTransfers = new Set(['smpte2084', 'arib-std-b67']);

/** Whether a picture is of high dynamic range: its transfer is PQ (SMPTE ST 2084) or HLG (ARIB STD-B67). */
export function isHighDynamicRange({ transfer }: Pick<ColorDescription, 'transfer'>): boolean {
  return highDynamicRangeTransfers.has(transfer);
}

/**
 * The colour tags of samples in a pixel format. RGB samples have the matrix `rgb` and grey ones none, whatever a stream
 * says of them: FFmpeg's versions differ in what they state there.
 */
export function sampleColor(
  color: ColorDescription,
  { model }: Pick<PixelFormat, 'model'>,
): ColorDescription {
  if (model === 'yuv') return color;
  return { ...color, matrix: model === 'rgb' ? 'rgb' : 'unknown' };
}
