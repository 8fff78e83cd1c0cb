import type { Frame, RgbConverter, RgbImage } from '@framesieve/core';
import { colorOfRgb } from '../color-tag.ts';
import { encodeStill } from '../encode-still.ts';
import type { ManifestExport, ManifestStill } from '../manifest-schema.ts';
import { qualityOf } from '../quality.ts';
import { reduceImage } from '../reduce-image.ts';
import { stillPicture } from '../still-picture.ts';
import { type Check, failed, notChecked, passed } from './check.ts';

/** A still's file, and the frame that it is of. */
export interface PixelTask {
  readonly bytes: Buffer;
  readonly still: ManifestStill;
  readonly description: ManifestExport;
  readonly frame: Frame;
  readonly rgb: RgbConverter;
}

/**
 * Makes the still again from its frame and compares the pixels with those of the file: the numbers that are stored, not a
 * rendering of them.
 *
 * A PNG in full size has to have exactly the frame's. What was reduced or compressed with loss has exactly those that the
 * same version of the encoder makes again; where they differ, another version may have made them unless they are further
 * from the frame than that explains. Such a still is `not-checked`.
 */
export async function checkPixels({ bytes, still, description, frame, rgb }: PixelTask): Promise<Check> {
  const { output } = description;
  const image = stillPicture(frame, still.format, output.crop ?? false, rgb);
  const picture = await reduceImage(image, output.maxSize ?? null);
  const found = await decode(bytes, picture);
  if (sizeOf(found) !== sizeOf(picture))
    return failed(`it has ${sizeOf(found)} samples, and frame ${still.frame} makes ${sizeOf(picture)}`);
  if (still.format === 'png' && picture === image)
    return isSame(found, picture) ? passed : failed(`its pixels are not those of frame ${still.frame}`);
  const again = await decode(await encode(picture, still, description, frame), picture);
  if (isSame(found, again)) return passed;
  if (!(await isSameEncoder(description))) {
    const { name, version, libvips } = description.encoder;
    return notChecked(`its pixels were encoded by ${name} ${version} (libvips ${libvips})`);
  }
  return distance(found, picture) > 2 * distance(again, picture) + 1
    ? failed(`its pixels are not those of frame ${still.frame}`)
    : notChecked('its pixels were encoded by another version than the manifest says');
}

async function encode(picture: RgbImage, still: ManifestStill, { output }: ManifestExport, frame: Frame) {
  const { format } = still;
  const { bytes } = await encodeStill(picture, {
    format,
    color: colorOfRgb(frame),
    sourceBitDepth: frame.format.pixelFormat.bitDepth,
    quality: qualityOf({ format, quality: output.quality ?? null }),
    metadata: null,
  });
  return bytes;
}

/** Decodes a file to samples of as many bits as a picture has; they must be red, green and blue. */
async function decode(bytes: Buffer, { data: { BYTES_PER_ELEMENT } }: RgbImage): Promise<RgbImage> {
  const { default: sharp } = await import('sharp');
  const deep = BYTES_PER_ELEMENT === 2;
  const stored = sharp(bytes, { ignoreIcc: true, limitInputPixels: false });
  const { data, info } = await (deep ? stored.toColourspace('rgb16') : stored)
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  // A copy of its own: 16-bit samples have to begin at an even address.
  const { buffer } = Uint8Array.from(data);
  return { width, height, data: deep ? new Uint16Array(buffer) : new Uint8Array(buffer) };
}

function isSame({ data: a }: RgbImage, { data: b }: RgbImage): boolean {
  return a.length === b.length && a.every((sample, i) => sample === b[i]);
}

/** Mean squared difference of samples, in steps of 8 bits. */
function distance({ data: a }: RgbImage, { data: b }: RgbImage): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  const step = a instanceof Uint16Array ? 257 : 1;
  return sum / a.length / step ** 2;
}

async function isSameEncoder({ encoder }: ManifestExport): Promise<boolean> {
  const { default: sharp } = await import('sharp');
  const { sharp: version, vips } = sharp.versions;
  return encoder.name === 'sharp' && encoder.version === version && encoder.libvips === vips;
}

function sizeOf({ width, height, data }: RgbImage): string {
  return `${width}×${height}×${data.length / (width * height)}`;
}
