import type { PictureFormat } from './frame.ts';

/** Which code values mean black and white, for luma, R, G and B. */
export interface CodeRange {
  readonly fullRange: boolean;
  readonly black: number;
  readonly white: number;
}

/** The range of a picture's samples: limited for YUV; full for grey and RGB, as in FFmpeg; unless it is tagged otherwise. */
export function codeRange({ pixelFormat, color }: Pick<PictureFormat, 'pixelFormat' | 'color'>): CodeRange {
  const fullRange = color.range === 'unknown' ? pixelFormat.model !== 'yuv' : color.range === 'full';
  const scale = 2 ** (pixelFormat.bitDepth - 8);
  return {
    fullRange,
    black: fullRange ? 0 : 16 * scale,
    white: fullRange ? 2 ** pixelFormat.bitDepth - 1 : 235 * scale,
  };
}
