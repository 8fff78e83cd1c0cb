import { type RgbImage, unknownColor } from '@framesieve/core';
import { encodeClip } from './encode-clip.ts';

/** How a picture is encoded. */
export interface PictureEncoding {
  /** FFmpeg's name of the encoder; `libx264` by default. */
  readonly encoder?: string;
  /** FFmpeg's name of the pixel format; `yuv420p` by default. */
  readonly pixelFormat?: string;
  readonly encoderOptions?: Readonly<Record<string, string>>;
}

/** Encodes an 8-bit RGB picture as a video of one frame. The container follows the file's extension. */
export async function encodePicture(
  file: string,
  { width, height, data }: RgbImage,
  { encoder = 'libx264', pixelFormat = 'yuv420p', encoderOptions = {} }: PictureEncoding = {},
): Promise<void> {
  const size = width * height;
  // Planes in FFmpeg's order: green, blue, red.
  const planes = new Uint8Array(3 * size);
  for (const [plane, channel] of [1, 2, 0].entries()) {
    for (let i = 0; i < size; i++) planes[plane * size + i] = data[3 * i + channel]!;
  }
  const settings = {
    encoder,
    sourceFormat: 'gbrp',
    pixelFormat,
    width,
    height,
    timeBase: { numerator: 1, denominator: 25 },
    frameRate: { numerator: 25, denominator: 1 },
    gop: 1,
    bFrames: 0,
    rotation: 0,
    mirrored: false,
    pixelAspect: { numerator: 1, denominator: 1 },
    color: unknownColor,
    encoderOptions,
    muxerOptions: {},
  } as const;
  await encodeClip(file, settings, [{ bytes: planes, ptsTicks: 0, durationTicks: 1 }]);
}
