import type { RgbImage } from '@framesieve/core';
import sharp from 'sharp';

// No picture is made of another one twice: what libvips would keep for that is of no use.
sharp.cache(false);

/** `thumb`: 160 pixels high; `large`: within 1920 × 1920; `full`: as it is. */
export type PictureSize = 'thumb' | 'large' | 'full';

/** The sizes that can be asked for. */
export const pictureSizes = ['thumb', 'large', 'full'] as const satisfies readonly PictureSize[];

const forms = {
  thumb: { quality: 75, effort: 1 },
  large: { quality: 88, effort: 1 },
  full: { quality: 95, effort: 1 },
} as const;

/**
 * Encodes a picture for the page: WebP in a size, never enlarged but for small thumbnails. The picture's samples are let go of,
 * so that they can't be used any more: waiting for them to be collected would take the memory of many pictures.
 */
export async function encodePicture(image: RgbImage, size: PictureSize): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, data } = image;
  const picture = sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
  const sized =
    size === 'thumb'
      ? picture.resize({ height: 160 })
      : size === 'large'
        ? picture.resize({ width: 1920, height: 1920, fit: 'inside', withoutEnlargement: true })
        : picture;
  const bytes = new Uint8Array(await sized.webp(forms[size]).toBuffer());
  if (data.buffer instanceof ArrayBuffer) data.buffer.transfer(0);
  return bytes;
}
