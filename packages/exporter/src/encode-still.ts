import { deflateSync } from 'node:zlib';
import type { ColorDescription, RgbImage, StillFormat } from '@framesieve/core';
import type { Sharp } from 'sharp';
import { setAvifCodePoints } from './avif-code-points.ts';
import { type ColorTag, chooseColorTag } from './color-tag.ts';
import type { StillMetadata } from './metadata/still-metadata.ts';
import { insertPngChunk } from './png-chunk.ts';

/** Everything about a still but its pixels. */
export interface EncodeOptions {
  readonly format: StillFormat;
  /** What the RGB numbers mean. */
  readonly color: ColorDescription;
  /** Significant bits of the source's samples; decides between 10 and 12 bits for deep AVIF. */
  readonly sourceBitDepth: number;
  /** 1 … 100; `null` for a format that loses nothing. */
  readonly quality: number | null;
  /** `null` writes none. */
  readonly metadata: StillMetadata | null;
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
  const tagged = format !== 'png' && colorTag.kind === 'srgb' ? await tagSrgb(picture, bitDepth) : picture;
  const bytes = await compress(describe(tagged, options, colorTag), options, bitDepth);
  return { bytes: complete(bytes, options, colorTag), bitDepth, colorTag };
}

async function compress(picture: Sharp, options: EncodeOptions, bitDepth: number): Promise<Buffer> {
  const quality = options.quality ?? 100;
  switch (options.format) {
    case 'png':
      return picture.png().toBuffer();
    case 'jpg':
      return picture.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
    case 'webp':
      // The lossy form of WebP has half the chroma resolution; smart subsampling keeps edges clean.
      return picture.webp({ quality, smartSubsample: true }).toBuffer();
    case 'avif':
      // Effort 2 takes a seventh of the default's time at the same quality for a few percent more bytes.
      return picture
        .avif({ quality, effort: 2, chromaSubsampling: '4:4:4', bitdepth: bitDepth as 8 | 10 | 12 })
        .toBuffer();
  }
}

/** Opens raw RGB as a sharp pipeline that keeps the bits it has. */
async function openPixels(image: RgbImage): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  const { width, height, data } = image;
  const picture = sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
  return data instanceof Uint16Array ? picture.toColourspace('rgb16') : picture;
}

function describe(picture: Sharp, { format, metadata }: EncodeOptions, colorTag: ColorTag): Sharp {
  if (metadata === null) return picture;
  const { exif, xmp } = metadata;
  // 1 is sRGB, 65535 is any other.
  const ColorSpace = colorTag.kind === 'srgb' ? '1' : '65535';
  const described = picture.withExif({ ...exif, IFD2: { ...exif.IFD2, ColorSpace } });
  return format === 'png' ? described : described.withXmp(xmp);
}

/** Puts into an encoded picture what the encoder has no way of writing, or not the right one. */
function complete(bytes: Buffer, { format, metadata }: EncodeOptions, tag: ColorTag): Buffer {
  if (format !== 'png' || metadata === null) return tagBytes(bytes, format, tag);
  // The encoder would compress it, which ISO 16684-1 doesn't allow and many readers can't read.
  const packet = Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), Buffer.from(metadata.xmp)]);
  return tagBytes(insertPngChunk(bytes, 'iTXt', packet), format, tag);
}

function tagBytes(bytes: Buffer, format: StillFormat, tag: ColorTag): Buffer {
  if (format === 'avif' && tag.kind !== 'srgb') {
    // Of what is not known, it must not say sRGB either.
    setAvifCodePoints(bytes, tag.kind === 'cicp' ? tag : { primaries: 2, transfer: 2 });
  }
  if (format !== 'png' || tag.kind === 'none') return bytes;
  if (tag.kind === 'srgb') return insertPngChunk(bytes, 'sRGB', Uint8Array.of(0));
  return insertPngChunk(bytes, 'cICP', Uint8Array.of(tag.primaries, tag.transfer, 0, 1));
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
  return sharp(tagged, { limitInputPixels: false }).keepIccProfile().toColourspace('rgb16');
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
