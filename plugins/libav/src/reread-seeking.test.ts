import { type FrameIndex, silentLogger } from '@framesieve/core';
import { CountingAllocator } from '@framesieve/testkit';
import { type ClipOptions, createRandom, sharedClip } from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const { signal } = new AbortController();

interface SeenFrame {
  readonly ordinal: number;
  readonly ptsTicks: number | null;
  readonly keyFrame: boolean;
  readonly linear: boolean;
  readonly samples: string;
}

/** Reads a file, and what the decoder says of that. */
async function read(path: string, ordinals: readonly number[] | null, index?: FrameIndex) {
  const decoder = await libavDecoder.create({});
  const log: string[] = [];
  const logger = { ...silentLogger, debug: (message: string) => log.push(message) };
  await using video = await decoder.open(path, { signal, logger });
  const frames = new CountingAllocator();
  const options = { stream: video.streams[0]!.index, frames, signal, report() {}, ...(index && { index }) };
  const seen: SeenFrame[] = [];
  for await (const frame of ordinals ? video.framesAt(ordinals, options) : video.frames(options)) {
    const { ordinal, ptsTicks, keyFrame, linear = false, buffer } = frame;
    const samples = Buffer.from(buffer.bytes).toString('base64');
    seen.push({ ordinal, ptsTicks, keyFrame, linear, samples });
    buffer.release();
  }
  const [, decoded, passed] = log.flatMap(line => /again: (\d+) frames .*, (\d+) skipped/.exec(line) ?? []);
  return { seen, decoded: Number(decoded), passed: Number(passed), log };
}

function indexOf(frames: readonly SeenFrame[]): FrameIndex {
  return {
    ptsTicks: Float64Array.from(frames, ({ ptsTicks }, ordinal) => ptsTicks ?? ordinal),
    keyFrames: Uint8Array.from(frames, ({ keyFrame }) => Number(keyFrame)),
  };
}

const unmarked = (frames: readonly SeenFrame[]) => frames.map(({ linear: _, ...frame }) => frame);

const long = { frames: 240, gop: 60, width: 64, height: 48 };
const pyramid = { bFrames: 3, encoderOptions: { 'x264-params': 'b-pyramid=normal:scenecut=0' } };
const h265 = (open: 0 | 1) => ({
  encoder: 'libx265',
  bFrames: 4,
  encoderOptions: { 'x265-params': `open-gop=${open}:scenecut=0:log-level=error` },
});
/** Whether the packets of a clip tell where decoding may begin, and which frames no other refers to. */
const made: readonly (readonly [
  string,
  string,
  ClipOptions,
  { readonly clean: boolean; readonly b: boolean },
])[] = [
  ['H.264 in MP4', 'mp4', pyramid, { clean: true, b: true }],
  ['H.264 in MPEG-TS', 'ts', pyramid, { clean: true, b: true }],
  ['H.264 without B-frames', 'mkv', {}, { clean: true, b: false }],
  [
    'H.264 with open groups',
    'mp4',
    { bFrames: 3, encoderOptions: { 'x264-params': 'open-gop=1:scenecut=0' } },
    { clean: false, b: false },
  ],
  ['H.264 of fields', 'ts', { bFrames: 2, scan: 'top-first', height: 64 }, { clean: false, b: false }],
  ['HEVC', 'mp4', h265(0), { clean: true, b: true }],
  ['HEVC with open groups', 'mkv', h265(1), { clean: true, b: true }],
  ['MPEG-2', 'ts', { encoder: 'mpeg2video', bFrames: 2 }, { clean: true, b: true }],
  ['MPEG-4', 'mp4', { encoder: 'mpeg4', bFrames: 2 }, { clean: true, b: false }],
  ['VP8', 'webm', { encoder: 'libvpx' }, { clean: true, b: false }],
  ['VP9', 'webm', { encoder: 'libvpx-vp9' }, { clean: true, b: false }],
  ['AV1', 'mp4', { encoder: 'libsvtav1' }, { clean: true, b: false }],
];

describe('frames that are read again by seeking', () => {
  it.each(made)('are exact, and take no more than they need: %s', async (_name, extension, options, told) => {
    const { file } = await sharedClip(extension, { ...long, ...options });
    const { seen: all } = await read(file, null);
    const index = indexOf(all);
    const random = createRandom(all.length);
    for (let round = 0; round < 6; round++) {
      // One of the second half of each group, and now and then one more.
      const drawn = [60, 120, 180].map(key => Math.floor(random.between(key + 20, key + 60)));
      const ordinals = [...new Set(round % 2 ? [...drawn, Math.floor(random.between(0, 240))] : drawn)].sort(
        (a, b) => a - b,
      );
      const again = await read(file, ordinals, index);
      expect(again.seen.map(({ ordinal }) => ordinal)).toEqual(ordinals);
      expect(unmarked(again.seen)).toEqual(unmarked(ordinals.map(ordinal => all[ordinal]!)));
      const planned = Number(/at most ([\d,]+) frames/.exec(again.log.join())?.[1]);
      if (!told.clean) continue;
      expect(again.log.join()).not.toContain('did not lead');
      // One more says how all are to be decoded; others are only referred to.
      expect(again.decoded + again.passed).toBeGreaterThan(planned / 2);
      expect(again.decoded).toBeLessThanOrEqual(planned + 1 + 2 * ordinals.length);
      if (told.b) expect(again.decoded).toBeLessThan(0.8 * planned);
    }
  });
});
