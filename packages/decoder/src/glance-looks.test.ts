import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedFrame,
  type OpenVideo,
  type PixelSettings,
  type ReadOptions,
  silentLogger,
} from '@framesieve/core';
import { changedDecoder, createFakeDecoder, writeFakeVideo } from '@framesieve/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDecodeStage } from './decode-stage.ts';
import { FramePool } from './frame/frame-pool.ts';

const [width, height] = [24, 32];

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-looks-'));
  const frames = Array.from({ length: 13 }, (_, i) => ({ ptsTicks: i * 40, keyFrame: true }));
  const timeBase = { numerator: 1, denominator: 1000 };
  path = await writeFakeVideo(join(folder, 'video.json'), {
    width,
    height,
    timeBase,
    frameRate: null,
    frames,
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Video {
  readonly pixels?: Partial<PixelSettings>;
  /** Rows of black at the top of the frame of an ordinal. */
  bar?(ordinal: number): number;
  isInterlaced?(ordinal: number): boolean;
  readonly isProgressive?: boolean;
}

/** Opens a video whose backend has 12 frames to look at: how many were, and what was found. */
async function open({ pixels = {}, bar = () => 0, isInterlaced = () => false, isProgressive }: Video) {
  let looks = 0;
  const alter = (frame: DecodedFrame): DecodedFrame => {
    frame.buffer.bytes.fill(180).fill(0, 0, bar(frame.ordinal) * width);
    return {
      ...frame,
      format: { ...frame.format, scan: isInterlaced(frame.ordinal) ? 'top-first' : 'progressive' },
    };
  };
  const change = (video: OpenVideo): Partial<OpenVideo> => ({
    async *glance(count: number, read: ReadOptions) {
      const ordinals = Array.from({ length: count }, (_, i) => i + 1);
      for await (const frame of video.framesAt(ordinals, read)) {
        looks += 1;
        yield frame;
      }
    },
    ...(isProgressive !== undefined && { isProgressive: () => isProgressive }),
  });
  const pool = new FramePool();
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: pool };
  const stage = createDecodeStage({ decoders: [changedDecoder(createFakeDecoder({ alter }), change)] });
  const request = { path, stream: null, decoder: null, pixels };
  await using video = await stage.run(request, context);
  // The first frame is held, and no other.
  expect(pool.inUse).toBe(1);
  const { crop, pixelPipeline } = video.description;
  return { looks, crop, pixelPipeline };
}

const plain = { crop: null, pixelPipeline: 'none' };

it.each<[string, Video, Awaited<ReturnType<typeof open>>]>([
  ['one, where it shows that there are no bars', { isProgressive: true }, { ...plain, looks: 1 }],
  ['all, where the video may be interlaced', {}, { ...plain, looks: 12 }],
  ['all, where the backend is not certain', { isProgressive: false }, { ...plain, looks: 12 }],
  [
    'none, where bars are not asked for either',
    { isProgressive: true, pixels: { crop: 'none' } },
    { ...plain, looks: 0 },
  ],
  [
    'as many as it takes to see an interlaced one',
    { isInterlaced: ordinal => ordinal >= 3 },
    { crop: null, pixelPipeline: 'bwdif', looks: 3 },
  ],
  [
    'one, where the first frame is interlaced',
    { isInterlaced: ordinal => ordinal === 0 },
    { crop: null, pixelPipeline: 'bwdif', looks: 1 },
  ],
  [
    'all, where there are bars',
    { isProgressive: true, bar: () => 8 },
    { crop: { x: 0, y: 8, width, height: 24 }, pixelPipeline: 'none', looks: 12 },
  ],
  [
    'up to the one without a bar',
    { isProgressive: true, bar: ordinal => (ordinal === 5 ? 0 : 8) },
    { ...plain, looks: 5 },
  ],
  [
    'but not the first of all, which may be the only one without',
    { isProgressive: true, bar: ordinal => (ordinal === 0 ? 0 : 8) },
    { crop: { x: 0, y: 8, width, height: 24 }, pixelPipeline: 'none', looks: 12 },
  ],
])('looks at so many frames ahead: %s', async (_, video, found) => {
  expect(await open(video)).toEqual(found);
});
