import { everyFrame, type Frame, type FrameIndex } from '@framesieve/core';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { type ClipOptions, createRandom, sharedClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { describe, expect, it } from 'vitest';
import { backends } from '../lib/backends.ts';
import { withVideo } from '../lib/seen-frames.ts';

const factories = { libav: libavDecoder, ffmpeg: ffmpegDecoder };

/** What identifies a frame. */
const identityOf = ({ record: { ordinal, ptsTicks, keyFrame, fingerprint } }: Frame) => ({
  ordinal,
  ptsTicks,
  keyFrame,
  fingerprint,
});
type Identity = ReturnType<typeof identityOf>;

async function identify(frames: AsyncIterable<Frame>): Promise<readonly Identity[]> {
  const identities: Identity[] = [];
  for await (const frame of frames) identities.push(identityOf(frame));
  return identities;
}

function indexOf(frames: readonly Identity[]): FrameIndex {
  return {
    ptsTicks: Float64Array.from(frames, ({ ptsTicks }) => ptsTicks),
    keyFrames: Uint8Array.from(frames, ({ keyFrame }) => Number(keyFrame)),
  };
}

/** Reads frames of a clip again, many at once and one by one; each is the one that a pass over all frames gave. */
async function expectSameFrames(path: string, decoder: keyof typeof factories): Promise<void> {
  await withVideo(path, factories[decoder], async video => {
    const scored = await identify(video.frames(everyFrame));
    const index = indexOf(scored);
    const random = createRandom(scored.length);
    const drawn = Array.from({ length: 20 }, () => Math.floor(random.between(0, scored.length)));
    const many = [...new Set([...drawn, scored.length - 1])].sort((a, b) => a - b);
    const expected = many.map(ordinal => scored[ordinal]);
    expect(await identify(video.framesAt(many, { index }))).toEqual(expected);
    expect(await identify(video.framesAt(many))).toEqual(expected);
    for (const ordinal of many.filter((_ordinal, i) => i % 5 === 4)) {
      expect(await identify(video.framesAt([ordinal], { index }))).toEqual([scored[ordinal]]);
    }
  });
}

const x264 = (options: string) => ({ bFrames: 3, encoderOptions: { 'x264-params': options } });
const made: readonly (readonly [string, string, ClipOptions])[] = [
  ['H.264 with a pyramid of B-frames', 'mp4', x264('b-pyramid=normal')],
  ['H.264 with open groups in MPEG-TS', 'ts', x264('open-gop=1')],
  ['H.264 of fields', 'ts', { bFrames: 2, scan: 'top-first', height: 128 }],
  ['HEVC', 'mkv', { encoder: 'libx265', bFrames: 4, encoderOptions: { 'x265-params': 'log-level=error' } }],
  ['MPEG-2 of fields', 'ts', { encoder: 'mpeg2video', bFrames: 2, scan: 'bottom-first', height: 128 }],
  ['VP9', 'webm', { encoder: 'libvpx-vp9' }],
];

describe.each(backends)(
  'frames read at once, alone and when scored are the same, through %s',
  (decoder, available, title) => {
    it.skipIf(!available).each(made)(`%s (${title})`, async (_name, extension, options) => {
      const { file } = await sharedClip(extension, {
        frames: 200,
        gop: 40,
        width: 176,
        height: 144,
        ...options,
      });
      await expectSameFrames(file, decoder as keyof typeof factories);
    });

    describe.skipIf(sharedClips().length === 0)('real clips', () => {
      it.skipIf(!available).each(sharedClips())(
        `$name (${title})`,
        async ({ path }) => {
          await expectSameFrames(path, decoder as keyof typeof factories);
        },
        300_000,
      );
    });
  },
);
