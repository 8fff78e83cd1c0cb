import { type DecoderFactory, everyFrame, type RgbImage, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool, frameToRgb } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { opencvDecoder } from '@framesieve/plugin-opencv';
import { type ClipOptions, readFrameNumber, sharedClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { describe, expect, it } from 'vitest';

const found = await opencvDecoder.availability();
const title = found.available
  ? `OpenCV ${found.version}`
  : 'skipped: opencv4nodejs is not built for this Node.js';

interface Decoded {
  readonly sizes: readonly string[];
  /** Frame numbers that the pixels carry. */
  readonly numbers: readonly (number | null)[];
  readonly sources: ReadonlySet<string>;
  readonly rgb: readonly RgbImage[];
}

/** Decodes a whole video; RGB is made of every `each`-th frame. */
async function decode(path: string, factory: DecoderFactory, each: number): Promise<Decoded> {
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  const stage = createDecodeStage({ decoders: [factory] });
  const pixels = { crop: 'none', deinterlace: 'off', toneMap: 'off' } as const;
  await using video = await stage.run({ path, stream: null, decoder: null, pixels }, context);
  const sizes: string[] = [];
  const numbers: (number | null)[] = [];
  const sources = new Set<string>();
  const rgb: RgbImage[] = [];
  for await (const frame of video.frames(everyFrame)) {
    const { ordinal, ptsSource } = frame.record;
    const { width, height, rotation } = frame.format;
    sizes.push(`${width}x${height} ${rotation}`);
    sources.add(ptsSource);
    const samples = frame.bytes.subarray(0, width * height);
    numbers.push(readFrameNumber({ samples, width, height }));
    if (ordinal % each === 0) rgb.push(frameToRgb(frame));
  }
  return { sizes, numbers, sources, rgb };
}

/** Mean and 99th percentile of the absolute differences, in levels of 8 bits. */
function difference(one: readonly RgbImage[], other: readonly RgbImage[]) {
  const histogram = new Float64Array(256);
  expect(other.map(shape)).toEqual(one.map(shape));
  for (const [i, { data }] of one.entries()) {
    for (let k = 0; k < data.length; k++) histogram[Math.abs(data[k]! - other[i]!.data[k]!)]! += 1;
  }
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const mean = histogram.reduce((sum, count, level) => sum + count * level, 0) / total;
  let below = 0;
  const percentile = histogram.findIndex(count => {
    below += count;
    return below >= 0.99 * total;
  });
  return { mean, percentile };
}

const shape = ({ width, height }: RgbImage) => `${width}x${height}`;

/** Where chroma is not subsampled, both compute the same formula; swscale rounds a little differently. */
const sameFormula = { mean: 0.1, percentile: 1 };
/** swscale repeats subsampled chroma, where we interpolate: measured are 1.6 to 2.9 on pictures that are full of edges. */
const repeatedChroma = { mean: 4, percentile: 40 };
/** The same on what cameras see: measured are 0.7 to 2.4, and 3 to 11. */
const naturalPicture = { mean: 3, percentile: 16 };
/** OpenCV converts everything by BT.601: measured is 7.4. With repeated chroma alone it would be below 4. */
const otherMatrix = { mean: 10, percentile: 40 };

async function compare(path: string, each: number, limit: { mean: number; percentile: number }) {
  const [libav, opencv] = await Promise.all([
    decode(path, libavDecoder, each),
    decode(path, opencvDecoder, each),
  ]);
  expect(opencv.sizes).toEqual(libav.sizes);
  expect(opencv.sources).toEqual(new Set(['estimated']));
  const { mean, percentile } = difference(libav.rgb, opencv.rgb);
  expect(mean).toBeLessThan(limit.mean);
  expect(percentile).toBeLessThanOrEqual(limit.percentile);
  return opencv;
}

describe.skipIf(!found.available)(`The same frames from OpenCV as from libav (${title})`, () => {
  const made: readonly (readonly [string, string, ClipOptions, typeof repeatedChroma])[] = [
    ['H.264 with B-frames, MP4', 'mp4', { bFrames: 3 }, repeatedChroma],
    ['H.264 with a start offset, MPEG-TS', 'ts', { bFrames: 3 }, repeatedChroma],
    ['H.264 with decoding times only, AVI', 'avi', { bFrames: 3 }, repeatedChroma],
    ['HEVC 10 bit', 'mkv', { encoder: 'libx265', pixelFormat: 'yuv420p10le' }, repeatedChroma],
    ['VP9 of odd size', 'webm', { encoder: 'libvpx-vp9', width: 161, height: 121 }, repeatedChroma],
    ['MPEG-2 with B-frames', 'ts', { encoder: 'mpeg2video', bFrames: 2 }, repeatedChroma],
    ['MPEG-4, AVI', 'avi', { encoder: 'mpeg4', bFrames: 1 }, repeatedChroma],
    ['Motion JPEG, full range', 'avi', { encoder: 'mjpeg', pixelFormat: 'yuvj420p' }, repeatedChroma],
    ['FFV1 4:4:4', 'mkv', { encoder: 'ffv1', pixelFormat: 'yuv444p' }, sameFormula],
    ['FFV1 gray', 'mkv', { encoder: 'ffv1', pixelFormat: 'gray' }, sameFormula],
    ['FFV1 RGB', 'mkv', { encoder: 'ffv1', pixelFormat: 'bgr0' }, sameFormula],
    ['tagged as BT.709', 'mp4', { color: { range: 'limited', matrix: 'bt709' } }, otherMatrix],
    ['turned by 90', 'mp4', { rotation: 90 }, repeatedChroma],
    ['turned by 180', 'mp4', { rotation: 180 }, repeatedChroma],
    ['turned by 270', 'mp4', { rotation: 270 }, repeatedChroma],
    ['anamorphic', 'mp4', { pixelAspect: { numerator: 16, denominator: 11 } }, repeatedChroma],
  ];

  it.each(made)('%s', async (_, extension, options, limit) => {
    const { file, truth } = await sharedClip(extension, { frames: 8, ...options });
    const { numbers } = await compare(file, 3, limit);
    expect(numbers).toEqual(Array.from({ length: truth.frames }, (__, ordinal) => ordinal));
  });
});

// Those that take the longest are left out.
const real = sharedClips().filter(clip => clip.frameCount < 280);

describe.skipIf(real.length === 0 || !found.available)(
  `Real clips from OpenCV as from libav (${title})`,
  () => {
    it.each(real)('$name', async clip => {
      const { sizes } = await compare(clip.path, 60, naturalPicture);
      expect(sizes).toHaveLength(clip.frameCount);
    });
  },
);
