import { type ColorMatrix, isHighDynamicRange, type PictureFormat } from '@framesieve/core';

/** The colour of a picture with nothing left open. */
export interface ResolvedColor {
  readonly matrix: Exclude<ColorMatrix, 'unknown'>;
  readonly fullRange: boolean;
  /** Code values of black and white, for luma, R, G and B. */
  readonly black: number;
  readonly white: number;
}

/**
 * Fills in what a picture's colour tags leave open. Matrix: BT.2020 where the primaries are, or the transfer is PQ or HLG;
 * else BT.709 from 1280 × 720 on (wide or high enough), BT.601 below. Range: limited for YUV; full for grey and RGB, as in FFmpeg, unless tagged limited.
 */
export function resolveColor(
  format: Pick<PictureFormat, 'width' | 'height' | 'pixelFormat' | 'color'>,
): ResolvedColor {
  const { pixelFormat, color } = format;
  const matrix = pixelFormat.model === 'rgb' ? 'rgb' : yuvMatrix(format);
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
function yuvMatrix(format: Parameters<typeof resolveColor>[0]): ResolvedColor['matrix'] {
  const { pixelFormat, color } = format;
  const subsampled = pixelFormat.log2ChromaWidth > 0 || pixelFormat.log2ChromaHeight > 0;
  const usable = color.matrix !== 'unknown' && !(color.matrix === 'rgb' && subsampled);
  return usable ? (color.matrix as ResolvedColor['matrix']) : untaggedMatrix(format);
}

function untaggedMatrix({
  width,
  height,
  color,
}: Parameters<typeof resolveColor>[0]): ResolvedColor['matrix'] {
  if (color.primaries === 'bt2020' || isHighDynamicRange(color)) return 'bt2020';
  return width >= 1280 || height >= 720 ? 'bt709' : 'bt601';
}
