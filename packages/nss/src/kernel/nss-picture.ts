import type { FrameLayout, PictureFormat, Rectangle } from '@framesieve/core';
import type { NssRules } from './nss-rules.ts';

/** What features are measured of. */
export type NssPicture = PlanesPicture | RgbPicture;

/** A decoded picture as it is. */
export interface PlanesPicture {
  readonly kind: 'planes';
  /** All planes; where they lie in the kernel's memory, they are read there. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly layout: FrameLayout;
  readonly format: PictureFormat;
  /** The part of the coded picture that is measured. */
  readonly area: Rectangle;
}

/** An upright picture: interleaved R, G, B of 8 bits. */
export interface RgbPicture {
  readonly kind: 'rgb';
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Whether the kernel measures the planes of a picture exactly as it would its RGB. Where it doesn't, RGB has to be made of it:
 * pixels that are not square, colour that it has no matrix for, chroma of a quarter of the columns, and turned pictures whose
 * halves differ with the direction they are made in. A picture of high dynamic range that is to be tone-mapped is none of its
 * business: that takes RGB too.
 */
export function takesPlanes(format: PictureFormat, area: Rectangle, rules: NssRules): boolean {
  const { pixelAspect, pixelFormat, color, rotation, mirrored } = format;
  if (pixelAspect.numerator !== pixelAspect.denominator) return false;
  if (pixelFormat.model === 'yuv' && (color.matrix === 'ycgco' || pixelFormat.log2ChromaWidth > 1))
    return false;
  if (rotation === 0 && !mirrored) return true;
  if (rules.half !== 'imresize') return false;
  return rules.blockSize !== null || (area.width % 2 === 0 && area.height % 2 === 0);
}
