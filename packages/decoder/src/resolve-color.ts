import type { ColorMatrix, PictureFormat } from '@framesieve/core';

/** The colour of a picture with nothing left open. */
export interface ResolvedColor {
  readonly matrix: Exclude<ColorMatrix, 'unknown'>;
  readonly fullRange: boolean;
  /** Code values of black and white, for luma, R, G and B. */
  readonly black: number;
  readonly white: number;
}

/**
 * Fills in what a picture's colour tags leave open. Matrix: BT.709 from 1280 × 720 on (wide or high enough), BT.601
 * below. Range: limited for YUV; full for grey and RGB, as in FFmpeg, unless tagged limited.
 */
export function resolveColor(
  format: Pick<PictureFormat, 'width' | 'height' | 'pixelFormat' | 'color'>,
): ResolvedColor {
  const { width, height, pixelFormat, color } = format;
  const highDefinition = width >= 1280 || height >= 720;
  const untagged = highDefinition ? 'bt709' : 'bt601';
  const matrix = pixelFormat.model === 'rgb' ? 'rgb' : yuvMatrix(format, untagged);
  const fullRange = color.range === 'unknown' ? pixelFormat.model !== 'yuv' : color.range === 'full';
  const scale = 2 ** (pixelFormat.bitDepth - 8);
  return {
    matrix,
    fullRange,
    black: fullRange ? 0 : 16 * scale,
    white: fullRange ? 2 ** pixelFormat.bitDepth - 1 : 235 * scale,
  };
}

/** RGB can't be subsampled, so a tag that says so of a subsampled picture is as good as none. */
function yuvMatrix(
  { pixelFormat, color }: Pick<PictureFormat, 'pixelFormat' | 'color'>,
  untagged: 'bt709' | 'bt601',
): ResolvedColor['matrix'] {
  const subsampled = pixelFormat.log2ChromaWidth > 0 || pixelFormat.log2ChromaHeight > 0;
  const usable = color.matrix !== 'unknown' && !(color.matrix === 'rgb' && subsampled);
  return usable ? (color.matrix as ResolvedColor['matrix']) : untagged;
}
