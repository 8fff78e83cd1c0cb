import { type DecodedFrame, type FrameIndex, silentLogger } from '@framesieve/core';
import { CountingAllocator } from '@framesieve/testkit';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const long = { frames: 100, gop: 10, width: 64, height: 48 };
const made: readonly (readonly [name: string, extension: string, options: ClipOptions])[] = [
  ['H.264 with B-frames in MP4', 'mp4', { bFrames: 3 }],
  ['H.264 with open GOPs in MPEG-TS', 'ts', { bFrames: 3, encoderOptions: { 'x264-params': 'open-gop=1' } }],
  [
    'HEVC with open GOPs',
    'mkv',
    { encoder: 'libx265', bFrames: 3, encoderOptions: { 'x265-params': 'open-gop=1:log-level=error' } },
  ],
  ['MPEG-2 in MPEG-TS', 'ts', { encoder: 'mpeg2video', bFrames: 2 }],
  ['MPEG-4 in AVI', 'avi', { encoder: 'mpeg4', bFrames: 2 }],
  ['VP9', 'webm', { encoder: 'libvpx-vp9' }],
];

const { signal } = new AbortController();
const decoder = await libavDecoder.create({});

/** What must be the same however a frame is read; the samples as they are. */
const taken = ({ ordinal, ptsTicks, keyFrame, buffer }: DecodedFrame) => ({
  ordinal,
  ptsTicks,
  keyFrame,
  samples: Buffer.from(buffer.bytes).toString('base64'),
});

async function read(path: string, ordinals: readonly number[] | null, index?: FrameIndex) {
  await using video = await decoder.open(path, { signal, logger: silentLogger });
  const frames = new CountingAllocator();
  const options = { stream: video.streams[0]!.index, frames, signal, report() {}, ...(index && { index }) };
  const found = [];
  for await (const frame of ordinals ? video.framesAt(ordinals, options) : video.frames(options)) {
    found.push(taken(frame));
    frame.buffer.release();
  }
  return found;
}

function indexOf(frames: Awaited<ReturnType<typeof read>>): FrameIndex {
  return {
    ptsTicks: Float64Array.from(frames, ({ ptsTicks }, ordinal) => ptsTicks ?? ordinal),
    keyFrames: Uint8Array.from(frames, ({ keyFrame }) => Number(keyFrame)),
  };
}

describe('seeking', () => {
  it.each(made)('finds exactly the frames that are asked for: %s', async (_name, extension, options) => {
    const { file } = await sharedClip(extension, { ...long, ...options });
    const all = await read(file, null);
    const index = indexOf(all);
    expect(all.filter(({ keyFrame }) => keyFrame).length).toBeGreaterThanOrEqual(9);
    for (const ordinals of [[99], [50], [49], [3, 30, 31, 59, 97], [0, 40, 80, 200]]) {
      const expected = ordinals.filter(ordinal => ordinal < 100).map(ordinal => all[ordinal]);
      expect(await read(file, ordinals, index)).toEqual(expected);
    }
  });

  it('falls back to decoding from the start when the index is of another video', async () => {
    const { file } = await sharedClip('mp4', { ...long, bFrames: 3 });
    const all = await read(file, null);
    const { ptsTicks, keyFrames } = indexOf(all);
    const oneLess = Float64Array.from([...ptsTicks.slice(0, 72), ...ptsTicks.slice(73), 1e9]);
    const others = [ptsTicks.map(pts => pts + 1), ptsTicks.map(() => 0), ptsTicks.toReversed(), oneLess];
    for (const wrong of others) {
      expect(await read(file, [5, 77], { ptsTicks: wrong, keyFrames })).toEqual([all[5], all[77]]);
    }
  });

  // Its encoder says at the start, and only there, that it is of a version whose 4:4:4 is to be decoded differently.
  const early = sharedClips().find(({ name }) => name === 'cockatoo-720p-yuv444.mp4');
  it.skipIf(!early)('keeps what a stream says at its start', async () => {
    const whole = await read(early!.path, [260]);
    const index = {
      ptsTicks: Float64Array.from(early!.ptsTicks, pts => pts!),
      keyFrames: Uint8Array.from(early!.ptsTicks, (_pts, ordinal) =>
        Number(early!.keyFrames.includes(ordinal)),
      ),
    };
    expect(await read(early!.path, [260], index)).toEqual(whole);
  });
});
