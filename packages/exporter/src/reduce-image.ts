import type { RgbImage } from '@framesieve/core';

/**
 * Size of a picture whose longer side has at most `maxSize` pixels; the shorter one follows, rounded. A picture that is
 * small enough keeps its size.
 *
 * @param maxSize `null` for no limit.
 */
export function reducedSize(
  { width, height }: Pick<RgbImage, 'width' | 'height'>,
  maxSize: number | null,
): Pick<RgbImage, 'width' | 'height'> {
  const longer = Math.max(width, height);
  if (maxSize === null || longer <= maxSize) return { width, height };
  const side = (length: number) => Math.max(1, Math.round((length * maxSize) / longer));
  return { width: side(width), height: side(height) };
}

/**
 * Reduces a picture to {@link reducedSize} with a Lanczos filter of three lobes, keeping the bits per sample.
 *
 * Light is averaged, not code values, so that fine bright detail keeps its brightness: samples are taken to linear light
 * by the curve of sRGB, by which ordinary video is shown, in floating point. HDR is treated alike. Its own curves are
 * steeper: by them, the filter's overshoot would ring around highlights; by code values, highlights would fade.
 */
export async function reduceImage(image: RgbImage, maxSize: number | null): Promise<RgbImage> {
  const { width, height } = reducedSize(image, maxSize);
  if (width === image.width && height === image.height) return image;
  const { default: sharp } = await import('sharp');
  const deep = image.data instanceof Uint16Array;
  const { data, info } = await sharp(image.data, {
    raw: { width: image.width, height: image.height, channels: 3 },
    limitInputPixels: false,
  })
    .pipelineColourspace('scrgb')
    .resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
    .toColourspace(deep ? 'rgb16' : 'srgb')
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`The reduced picture has ${info.channels} samples a pixel.`);
  // A copy, where the buffer doesn't begin at a whole sample.
  const bytes = data.byteOffset % 2 === 0 ? data : Buffer.from(Uint8Array.from(data).buffer);
  return {
    width,
    height,
    data: deep
      ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
      : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length),
  };
}
