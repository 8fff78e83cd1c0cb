import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyFrame, type RgbImage, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool, frameToRgb } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { createRandom, encodePicture } from '@framesieve/testkit/clips';
import sharp, { type Sharp } from 'sharp';

/** A way to make pictures worse, the weakest first. */
export interface Degradation {
  readonly name: 'blur' | 'noise' | 'jpeg' | 'h264';
  readonly strengths: readonly number[];
  apply(picture: RgbImage, strength: number): Promise<RgbImage>;
}

/** Four ways at five strengths each: standard deviations in pixels and in levels, JPEG's quality, H.264's rate factor. */
export const degradations: readonly Degradation[] = [
  {
    name: 'blur',
    strengths: [1, 1.6, 2.5, 4, 6.5],
    apply: (picture, sigma) => decoded(open(picture).blur(sigma)),
  },
  {
    name: 'noise',
    strengths: [5, 10, 18, 30, 50],
    apply: async (picture, deviation) => noisy(picture, deviation),
  },
  {
    name: 'jpeg',
    strengths: [75, 50, 30, 18, 10],
    apply: async (picture, quality) => decoded(sharp(await open(picture).jpeg({ quality }).toBuffer())),
  },
  { name: 'h264', strengths: [22, 28, 33, 38, 44], apply: throughH264 },
];

function open({ width, height, data }: RgbImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function decoded(picture: Sharp): Promise<RgbImage> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

/** Adds noise that is nearly normal: the sum of four bytes has a variance of (256² − 1) / 3. */
function noisy({ data, ...size }: RgbImage, deviation: number): RgbImage {
  const random = createRandom(1);
  const scale = deviation / Math.sqrt((256 ** 2 - 1) / 3);
  const levels = Uint8Array.from(data, level => {
    const bits = random.bits();
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    return Math.min(255, Math.max(0, Math.round(level + scale * (sum - 510))));
  });
  return { ...size, data: levels };
}

/** One intra frame and back; 4:4:4, so that odd sizes can be encoded. */
async function throughH264(picture: RgbImage, crf: number): Promise<RgbImage> {
  const folder = await mkdtemp(join(tmpdir(), 'framesieve-h264-'));
  try {
    const file = join(folder, 'picture.mp4');
    await encodePicture(file, picture, {
      pixelFormat: 'yuv444p',
      encoderOptions: { preset: 'veryfast', crf: String(crf) },
    });
    const stage = createDecodeStage({ decoders: [libavDecoder] });
    const context = {
      signal: new AbortController().signal,
      logger: silentLogger,
      frames: new FramePool(),
    };
    await using video = await stage.run({ path: file, stream: null, decoder: null }, context);
    for await (const frame of video.frames(everyFrame)) return frameToRgb(frame);
    throw new Error('The encoded picture has no frame.');
  } finally {
    await rm(folder, { recursive: true });
  }
}
