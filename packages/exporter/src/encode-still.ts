import { deflateSync } from 'node:zlib';
import type { ColorDescription, RgbImage, StillFormat } from '@framesieve/core';
import type { Sharp } from 'sharp';
import { type ColorTag, chooseColorTag } from './color-tag.ts';
import { insertPngChunk } from './png-chunk.ts';

/** Everything about a still but its pixels. */
export interface EncodeOptions {
  readonly format: StillFormat;
  /** What the RGB numbers mean. */
  readonly color: ColorDescription;
  /** Significant bits of the source's samples; decides between 10 and 12 bits for deep AVIF. */
  readonly sourceBitDepth: number;
  /** One ASCII sentence for EXIF's ImageDescription; `null` writes none. */
  readonly description: string | null;
}

/** An encoded still in memory. */
export interface EncodedStill {
  readonly bytes: Buffer;
  /** Bits per sample in the file. */
  readonly bitDepth: number;
  readonly colorTag: ColorTag;
}

/** Bits per sample that a format stores of an 8- or 16-bit picture. */
function storedBitDepth(format: StillFormat, imageDepth: 8 | 16, sourceBitDepth: number): number {
  if (imageDepth === 8 || format === 'jpg' || format === 'webp') return 8;
  if (format === 'png') return 16;
  return sourceBitDepth <= 10 ? 10 : 12;
}

/** Encodes a picture in memory. The same picture and options give the same bytes with the same version of sharp. */
export async function encodeStill(image: RgbImage, options: EncodeOptions): Promise<EncodedStill> {
  const { format } = options;
  const imageDepth = image.data instanceof Uint16Array ? 16 : 8;
  const bitDepth = storedBitDepth(format, imageDepth, options.sourceBitDepth);
  const colorTag = chooseColorTag(options.color, format);
  const data = bitDepth === 8 ? toEightBits(image.data) : image.data;
  const picture = await openPixels({ ...image, data });
  const bytes =
    format === 'png'
      ? tagPng(await describe(picture, options).png().toBuffer(), colorTag)
      : await encodeLossy(picture, options, bitDepth, colorTag);
  return { bytes, bitDepth, colorTag };
}

async function encodeLossy(
  picture: Sharp,
  options: EncodeOptions,
  bitDepth: number,
  colorTag: ColorTag,
): Promise<Buffer> {
  const tagged = colorTag.kind === 'srgb' ? await tagSrgb(picture, bitDepth) : picture;
  const described = describe(tagged, options);
  switch (options.format) {
    case 'jpg':
      return described.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
    case 'webp':
      // The lossy form of WebP has half the chroma resolution; smart subsampling keeps edges clean.
      return described.webp({ quality: 95, smartSubsample: true }).toBuffer();
    default:
      // Effort 2 takes a seventh of the default's time at the same quality for a few percent more bytes.
      return described
        .avif({ quality: 90, effort: 2, chromaSubsampling: '4:4:4', bitdepth: bitDepth as 8 | 10 | 12 })
        .toBuffer();
  }
}

/** Opens raw RGB as a sharp pipeline that keeps the bits it has. */
async function openPixels(image: RgbImage): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  const { width, height, data } = image;
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  return data instanceof Uint16Array ? picture.toColourspace('rgb16') : picture;
}

function describe(picture: Sharp, { description }: EncodeOptions): Sharp {
  if (description === null) return picture;
  return picture.withExif({ IFD0: { Software: 'FrameSieve', ImageDescription: description } });
}

function tagPng(png: Buffer, tag: ColorTag): Buffer {
  switch (tag.kind) {
    case 'srgb':
      return insertPngChunk(png, 'sRGB', Uint8Array.of(0));
    case 'cicp':
      return insertPngChunk(png, 'cICP', Uint8Array.of(tag.primaries, tag.transfer, 0, 1));
    case 'none':
      return png;
  }
}

/**
 * Attaches an sRGB profile without touching the pixels. sharp takes 16-bit RGB for Display P3 and would convert it, so
 * a deep picture gets the profile by way of a PNG that says it is sRGB already.
 */
async function tagSrgb(picture: Sharp, bitDepth: number): Promise<Sharp> {
  if (bitDepth === 8) return picture.withIccProfile('srgb');
  const { default: sharp } = await import('sharp');
  const png = await picture.png({ compressionLevel: 1 }).toBuffer();
  const named = Buffer.from('sRGB\0\0', 'latin1');
  const tagged = insertPngChunk(png, 'iCCP', Buffer.concat([named, deflateSync(await srgbProfile())]));
  return sharp(tagged).keepIccProfile().toColourspace('rgb16');
}

/** The sRGB profile that sharp brings along. */
async function srgbProfile(): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const pixel = sharp(new Uint8Array(3), { raw: { width: 1, height: 1, channels: 3 } });
  const { icc } = await sharp(await pixel.withIccProfile('srgb').png().toBuffer()).metadata();
  if (!icc) throw new Error('sharp attached no sRGB profile.');
  return icc;
}

function toEightBits(data: Uint8Array | Uint16Array): Uint8Array {
  return data instanceof Uint16Array ? Uint8Array.from(data, sample => Math.round(sample / 257)) : data;
}
