import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedFrame,
  type DecodedVideo,
  type DecodeRequest,
  everyFrame,
  type Frame,
  type OpenOptions,
  type OpenVideo,
  type PictureFormat,
  type ReadOptions,
  type Sampling,
  type Scan,
  silentLogger,
} from '@framesieve/core';
import {
  changedDecoder,
  createFakeDecoder,
  type FakeDecoderOptions,
  writeFakeVideo,
} from '@framesieve/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDecodeStage } from './decode-stage.ts';
import { FramePool } from './frame/frame-pool.ts';

const [width, height, count] = [24, 32, 13];
const timeBase = { numerator: 1, denominator: 1000 };

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-pixels-'));
  const frames = Array.from({ length: count }, (_, i) => ({ ptsTicks: 100 + i * 40, keyFrame: i % 4 === 0 }));
  const video = { width, height, timeBase, frameRate: null, frames };
  path = await writeFakeVideo(join(folder, 'video.json'), video);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Frames of which some are interlaced: a pattern that moves on from field to field. */
function woven(scanOf: (ordinal: number) => Scan): (frame: DecodedFrame) => DecodedFrame {
  return frame => {
    const { bytes } = frame.buffer;
    const scan = scanOf(frame.ordinal);
    for (let at = 0; at < bytes.length; at++) {
      const second = scan !== 'progressive' && Math.floor(at / width) % 2 === (scan === 'top-first' ? 1 : 0);
      bytes[at] = 128 + 90 * Math.sin(((at % width) + 5 * (frame.ordinal + (second ? 0.5 : 0))) / 4);
    }
    return { ...frame, format: { ...frame.format, scan } };
  };
}

interface Setup {
  readonly fake?: FakeDecoderOptions;
  readonly pixels?: DecodeRequest['pixels'];
  readonly pool?: FramePool;
  /** What the opened videos do differently. */
  change?(video: OpenVideo): Partial<OpenVideo>;
  onOpen?(options: OpenOptions): void;
}

function open({ fake = {}, pixels, pool = new FramePool(), change, onOpen }: Setup): Promise<DecodedVideo> {
  const changed = changedDecoder(createFakeDecoder(fake), (video, options) => {
    onOpen?.(options);
    return change?.(video) ?? {};
  });
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: pool };
  const request = { path, stream: null, decoder: null, ...(pixels && { pixels }) };
  return createDecodeStage({ decoders: [changed] }).run(request, context);
}

interface Seen {
  readonly record: Frame['record'];
  readonly scan: Scan;
  readonly bytes: string;
}

async function see(frames: AsyncIterable<Frame>): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for await (const { record, format, bytes } of frames) {
    seen.push({ record, scan: format.scan, bytes: Buffer.from(bytes).toString('hex') });
  }
  return seen;
}

const glanceAt = (ordinals: readonly number[]) => (video: OpenVideo) => ({
  glance: (_count: number, read: ReadOptions) => video.framesAt(ordinals, read),
});
const interlacedFrom = (first: number) => woven(ordinal => (ordinal < first ? 'progressive' : 'top-first'));
/** As a decoder gives them that was written before there was `scan`. */
function withoutScan(frame: DecodedFrame): DecodedFrame {
  const format = { ...frame.format };
  Reflect.deleteProperty(format, 'scan');
  return { ...frame, format };
}
const withFormat = (format: Partial<PictureFormat>) => (frame: DecodedFrame) => ({
  ...frame,
  format: { ...frame.format, ...format },
});

describe('what is done to the pixels', () => {
  it.each<[string, Setup, string]>([
    ['progressive video', {}, 'none'],
    ['a plugin that knows of no fields', { fake: { alter: withoutScan } }, 'none'],
    ['an interlaced first frame', { fake: { alter: interlacedFrom(0) } }, 'bwdif'],
    [
      'an interlaced frame at a glance',
      { fake: { alter: interlacedFrom(9) }, change: glanceAt([4, 9]) },
      'bwdif',
    ],
    [
      'no interlaced frame at a glance',
      { fake: { alter: interlacedFrom(9) }, change: glanceAt([4]) },
      'none',
    ],
    ['`flagged`', { pixels: { deinterlace: 'flagged' } }, 'bwdif'],
    ['`on`', { pixels: { deinterlace: 'on' } }, 'bwdif-all'],
    ['`off`', { fake: { alter: interlacedFrom(0) }, pixels: { deinterlace: 'off' } }, 'none'],
    ['hardware', { fake: { alter: frame => ({ ...frame, hardware: 'cuda' }) } }, 'cuda'],
  ])('is known once the video is open: %s', async (_name, setup, pipeline) => {
    const pool = new FramePool();
    const video = await open({ ...setup, pool });
    expect(video.description.pixelPipeline).toBe(pipeline);
    expect(pool.inUse).toBe(1);
    await video[Symbol.asyncDispose]();
    expect(pool.inUse).toBe(0);
  });

  it.each(['smpte2084', 'arib-std-b67'])('maps the tones of %s, unless told not to', async transfer => {
    const color = { ...(await firstFormat()).color, transfer };
    const fake = { alter: withFormat({ color }) };
    await using video = await open({ fake });
    expect(video.description.pixelPipeline).toBe('bt2390');
    for await (const { rendering } of video.frames(everyFrame)) expect(rendering.toneMap).toBe('bt2390');
    await using plain = await open({ fake, pixels: { toneMap: 'off' } });
    expect(plain.description.pixelPipeline).toBe('none');
  });

  it('renders, and measures, only what a crop leaves, in pictures of the first size', async () => {
    const crop = { x: 4, y: 2, width: 8, height: 6 };
    const alter = (frame: DecodedFrame) => {
      const { bytes } = frame.buffer;
      bytes.fill(0);
      for (let y = 2; y < 8; y++) bytes.fill(255, y * width + 4, y * width + 12);
      const turned = { ...frame.format, width: height, height: width };
      return frame.ordinal < 3 ? frame : { ...frame, format: turned };
    };
    await using video = await open({ fake: { alter }, pixels: { crop } });
    expect(video.description.crop).toEqual(crop);
    for await (const { record, rendering } of video.frames(everyFrame)) {
      expect(rendering.crop).toEqual(record.ordinal < 3 ? crop : null);
      if (record.ordinal < 3) expect(record.facts).toMatchObject({ meanLuma: 1, contrast: 0 });
      else expect(record.facts.meanLuma).toBeLessThan(0.2);
    }
    const pool = new FramePool();
    const outside = { x: 20, y: 0, width: 5, height: 5 };
    await expect(open({ pixels: { crop: outside }, pool })).rejects.toMatchObject({ code: 'usage' });
    expect(pool.inUse).toBe(0);
  });

  it('hands on what the decoder has to know', async () => {
    const seen: OpenOptions[] = [];
    const onOpen = (options: OpenOptions) => void seen.push(options);
    await using _video = await open({ onOpen, pixels: { hwaccel: 'vaapi' } });
    expect(seen).toMatchObject([{ hwaccel: 'vaapi' }]);
  });

  it('warns, once, of interlaced frames that come later', async () => {
    await using video = await open({ fake: { alter: interlacedFrom(5) } });
    for (let pass = 0; pass < 2; pass++) await see(video.frames(everyFrame));
    expect(video.warnings).toEqual([expect.stringMatching(/frame 5 .*--deinterlace flagged/)]);
  });

  it('sums up what decoded which frames, where hardware was asked for', async () => {
    const alter = (frame: DecodedFrame) => (frame.ordinal < 8 ? { ...frame, hardware: 'cuda' } : frame);
    const pixels = { hwaccel: 'auto' } as const;
    await using video = await open({ fake: { alter }, pixels });
    await see(video.frames(everyFrame));
    expect(video.warnings).toEqual(['Frames 0–7 were decoded by cuda, 8–12 in software.']);
    await using software = await open({ pixels });
    await see(software.frames(everyFrame));
    expect(software.warnings).toEqual([expect.stringContaining('in software')]);
  });
});

describe('deinterlaced frames', () => {
  const bottom = woven(ordinal => (ordinal % 5 === 4 ? 'progressive' : 'bottom-first'));

  it('are progressive, and their figures those of the decoded ones', async () => {
    await using video = await open({ fake: { alter: bottom } });
    await using plain = await open({ fake: { alter: bottom }, pixels: { deinterlace: 'off' } });
    const [ours, decoded] = [await see(video.frames(everyFrame)), await see(plain.frames(everyFrame))];
    expect(ours.map(({ scan }) => scan)).toEqual(ours.map(() => 'progressive'));
    expect(ours.map(({ record }) => record)).toEqual(decoded.map(({ record }) => record));
    for (const [i, { bytes }] of ours.entries()) expect(bytes === decoded[i]!.bytes).toBe(i % 5 === 4);
  });

  it('are the same to the byte when they are read again, and take four buffers', async () => {
    const pool = new FramePool({ capacityBytes: 1, minimumBuffers: 4 });
    await using video = await open({ fake: { alter: bottom }, pool });
    const all = await see(video.frames(everyFrame));
    for (const ordinals of [[0], [3, 4, 5], [1, 7, 12], [12, 99]]) {
      const again = await see(video.framesAt(ordinals));
      expect(again.map(({ bytes }) => bytes)).toEqual(
        ordinals.filter(ordinal => ordinal < count).map(ordinal => all[ordinal]!.bytes),
      );
    }
    expect(pool.inUse).toBe(0);
  });

  it('free everything when they are left, at any frame', async () => {
    const pool = new FramePool();
    await using video = await open({ fake: { alter: bottom }, pool });
    for (let last = 0; last < count; last++) {
      for await (const { record } of video.frames(everyFrame)) if (record.ordinal === last) break;
      expect(pool.inUse).toBe(0);
    }
  });
});

describe('records', () => {
  const sampling: fc.Arbitrary<Sampling> = fc.record({
    every: fc.integer({ min: 1, max: 4 }),
    fps: fc.option(fc.integer({ min: 1, max: 30 })),
    keyFrames: fc.boolean(),
    fromSeconds: fc.option(fc.integer({ min: 0, max: 10 }).map(step => step * 0.04)),
    toSeconds: fc.option(fc.integer({ min: 11, max: 14 }).map(step => step * 0.04)),
  });

  it.each(['off', 'on'] as const)(
    'are the same for every sampling, with deinterlacing %s',
    async deinterlace => {
      const fake = { alter: interlacedFrom(3) };
      const change = (video: OpenVideo) => ({ frames: endingEarly(video) });
      await using video = await open({ fake, pixels: { deinterlace }, change });
      const all = await see(video.frames(everyFrame));
      expect(video.frameCount).toBe(count);
      const bounded = fc.asyncProperty(sampling, async chosen => {
        const some = await see(video.frames(chosen));
        expect(some).toEqual(some.map(({ record }) => all[record.ordinal]));
      });
      await fc.assert(bounded, { numRuns: 25 });
    },
  );

  it('are not counted where a decoder ends early', async () => {
    await using video = await open({ change: source => ({ frames: endingEarly(source) }) });
    const some = await see(video.frames({ ...everyFrame, toSeconds: 0.16 }));
    expect(some.map(({ record }) => record.ordinal)).toEqual([0, 1, 2, 3]);
    expect(video.frameCount).toBeNull();
    await see(video.frames({ ...everyFrame, toSeconds: 99 }));
    expect(video.frameCount).toBe(count);
  });
});

/** Ends before the first frame that is not of interest. */
function endingEarly(video: OpenVideo): OpenVideo['frames'] {
  return async function* (read) {
    for await (const frame of video.frames(read)) {
      if (read.untilTicks !== undefined && frame.ptsTicks! >= read.untilTicks) {
        frame.buffer.release();
        read.endedEarly?.();
        return;
      }
      yield frame;
    }
  };
}

async function firstFormat(): Promise<PictureFormat> {
  await using video = await open({});
  for await (const { format } of video.frames(everyFrame)) return format;
  throw new Error('No frame came.');
}
