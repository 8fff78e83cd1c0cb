import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedVideo,
  type DecoderFactory,
  everyFrame,
  type Frame,
  type OpenVideo,
  type PixelSettings,
  type StageContext,
  silentLogger,
} from '@framesieve/core';
import {
  createFakeDecoder,
  type FakeDecoderOptions,
  type FakeVideo,
  writeFakeVideo,
} from '@framesieve/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDecodeStage } from './decode-stage.ts';
import { FramePool } from './frame/frame-pool.ts';
import { probeVideo } from './probe-video.ts';

const size = { width: 16, height: 9 };
const clock = { timeBase: { numerator: 1, denominator: 1000 }, frameRate: { numerator: 25, denominator: 1 } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-stage-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

let files = 0;
function write(ptsTicks: readonly (number | null)[], video: Partial<FakeVideo> = {}): Promise<string> {
  files += 1;
  const frames = ptsTicks.map(pts => ({ ptsTicks: pts }));
  return writeFakeVideo(join(folder, `${files}.json`), { ...size, ...clock, frames, ...video });
}

interface Setup {
  readonly decoders?: readonly FakeDecoderOptions[];
  readonly pool?: FramePool;
  readonly signal?: AbortSignal;
  readonly stream?: number;
  readonly decoder?: string;
  readonly pixels?: Partial<PixelSettings>;
}

function setUp({ decoders = [{}], pool = new FramePool(), signal, stream, decoder, pixels = {} }: Setup) {
  const context: StageContext = {
    signal: signal ?? new AbortController().signal,
    logger: silentLogger,
    frames: pool,
  };
  const request = { stream: stream ?? null, decoder: decoder ?? null, pixels };
  return { request, context, options: { decoders: decoders.map(createFakeDecoder) } };
}

function open(path: string, setup: Setup = {}): Promise<DecodedVideo> {
  const { request, context, options } = setUp(setup);
  return createDecodeStage(options).run({ path, ...request }, context);
}

async function collect(frames: AsyncIterable<Frame>): Promise<Frame['record'][]> {
  const records: Frame['record'][] = [];
  for await (const { record } of frames) records.push(record);
  return records;
}

/** A fake decoder whose open videos do some things differently. */
function changedDecoder(
  change: (video: OpenVideo) => Partial<OpenVideo>,
  options: FakeDecoderOptions = {},
): DecoderFactory {
  const factory = createFakeDecoder(options);
  return {
    ...factory,
    async create(settings) {
      const { id, version, open } = await factory.create(settings);
      return {
        id,
        version,
        async open(path, surroundings) {
          const video = await open(path, surroundings);
          return {
            container: video.container,
            streams: video.streams,
            frames: read => video.frames(read),
            framesAt: (ordinals, read) => video.framesAt(ordinals, read),
            [Symbol.asyncDispose]: () => video[Symbol.asyncDispose](),
            ...change(video),
          };
        },
      };
    },
  };
}

const times = ({ ordinal, ptsTicks, ptsSource, timeSeconds }: Frame['record']) => ({
  ordinal,
  ptsTicks,
  ptsSource,
  timeSeconds,
});

describe('the decode stage', () => {
  it('gives each frame its time in the clock of the video', async () => {
    await using video = await open(await write([100, 140, 140, null]));
    expect(video.description.startPts).toBe(100);
    expect((await collect(video.frames(everyFrame))).map(times)).toEqual([
      { ordinal: 0, ptsTicks: 100, ptsSource: 'container', timeSeconds: 0 },
      { ordinal: 1, ptsTicks: 140, ptsSource: 'container', timeSeconds: 0.04 },
      { ordinal: 2, ptsTicks: 140, ptsSource: 'container', timeSeconds: 0.04 },
      { ordinal: 3, ptsTicks: 180, ptsSource: 'estimated', timeSeconds: 0.08 },
    ]);
  });

  it('fingerprints the planes with XXH64', async () => {
    const path = await write([0], { width: 1, height: 1, frames: [{ ptsTicks: 0, luma: 97 }] });
    await using video = await open(path);
    const [record] = await collect(video.frames(everyFrame));
    // The published value of XXH64("a"), seed 0.
    expect(record!.fingerprint).toBe(0xd24ec4f1a98c6e5bn);
  });

  it('samples without renumbering, and measures the change to the frame before, kept or not', async () => {
    await using video = await open(await write([0, 40, 80, 120, 160, 200]));
    const all = await collect(video.frames(everyFrame));
    const some = await collect(video.frames({ ...everyFrame, every: 2, fromSeconds: 0.05 }));
    expect(some).toEqual([all[2], all[4]]);
    expect(some[0]!.facts.change).toBeCloseTo(1 / 255, 6);
  });

  it('knows the number of frames when it has seen the end, not before', async () => {
    await using video = await open(await write([0, 40, 80]));
    for await (const { record } of video.frames(everyFrame)) if (record.ordinal === 1) break;
    expect(video.frameCount).toBeNull();
    await collect(video.frames({ ...everyFrame, every: 3 }));
    expect(video.frameCount).toBe(3);
  });

  it('leases a frame until the next pull, or until it is released', async () => {
    const pool = new FramePool();
    await using video = await open(await write([0, 40, 80]), { pool });
    const kept: Frame[] = [];
    let last: Frame | null = null;
    for await (const frame of video.frames(everyFrame)) {
      if (last) expect(() => last!.bytes).toThrow(/lease/);
      if (frame.record.ordinal === 1) {
        frame.retain();
        kept.push(frame);
      } else last = frame;
    }
    const [frame] = kept;
    expect(frame!.bytes[0]).toBe(1);
    expect(pool.inUse).toBe(1);
    frame!.release();
    expect(pool.inUse).toBe(0);
    expect(() => frame!.bytes).toThrow(/lease/);
    expect(() => frame!.release()).toThrow(/more often/);
  });

  it('frees everything when an iteration is left, and when the video is disposed of', async () => {
    const pool = new FramePool();
    const path = await write([0, 40, 80]);
    const unread = await open(path, { pool });
    expect(pool.inUse).toBe(1);
    await unread[Symbol.asyncDispose]();
    expect(pool.inUse).toBe(0);
    const video = await open(path, { pool });
    for await (const _frame of video.frames(everyFrame)) break;
    expect(pool.inUse).toBe(0);
    const frames = video.frames(everyFrame)[Symbol.asyncIterator]();
    await frames.next();
    await video[Symbol.asyncDispose]();
    expect(pool.inUse).toBe(0);
    expect((await frames.next()).done).toBe(true);
    expect(video.frameCount).toBeNull();
  });

  it('stops with the reason of the signal', async () => {
    const pool = new FramePool();
    const controller = new AbortController();
    await using video = await open(await write([0, 40, 80]), { pool, signal: controller.signal });
    const reason = new Error('enough');
    const read = async () => {
      for await (const _frame of video.frames(everyFrame)) controller.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
    expect(pool.inUse).toBe(0);
  });

  it('reads frames again with the same times, estimated ones too', async () => {
    const pool = new FramePool();
    await using video = await open(await write([7, 47, null, null, 167, 207]), { pool });
    const all = await collect(video.frames(everyFrame));
    const index = {
      ptsTicks: Float64Array.from(all, ({ ptsTicks }) => ptsTicks),
      keyFrames: new Uint8Array(all.length),
    };
    for (const options of [{}, { linear: true }, { index }]) {
      const again = await collect(video.framesAt([1, 3, 5, 99], options));
      expect(again.map(times)).toEqual([1, 3, 5].map(ordinal => times(all[ordinal]!)));
    }
    expect(pool.inUse).toBe(0);
    expect(() => video.framesAt([3, 3])).toThrow(/ascending/);
  });

  it('knows the change to the frame before only where that was read too', async () => {
    const path = join(folder, 'changes.json');
    const frames = [0, 51, 0, 51].map((luma, i) => ({ ptsTicks: i * 40, luma }));
    await using video = await open(await writeFakeVideo(path, { ...size, ...clock, frames }));
    const changes = async (records: AsyncIterable<Frame>) =>
      (await collect(records)).map(({ facts }) => facts.change && Math.round(facts.change * 255));
    expect(await changes(video.frames(everyFrame))).toEqual([null, 51, 51, 51]);
    expect(await changes(video.frames({ ...everyFrame, every: 2 }))).toEqual([null, 51]);
    expect(await changes(video.framesAt([0, 1, 3]))).toEqual([null, 51, null]);
  });

  it('has counted no frames when it is closed while the next one is waited for', async () => {
    const pool = new FramePool({ capacityBytes: 1, minimumBuffers: 1 });
    // Nothing is looked at ahead: there is only room for one frame.
    const pixels = { crop: 'none', deinterlace: 'off' } as const;
    const video = await open(await write([0, 40]), { pool, pixels });
    const frames = video.frames(everyFrame)[Symbol.asyncIterator]();
    const { value } = await frames.next();
    (value as Frame).retain();
    const next = frames.next();
    await new Promise(resolve => setImmediate(resolve));
    await video[Symbol.asyncDispose]();
    expect(await next).toMatchObject({ done: true });
    expect(video.frameCount).toBeNull();
    (value as Frame).release();
    expect(pool.inUse).toBe(0);
  });

  it('collects the damage of a pass', async () => {
    const frames = [{ ptsTicks: 0 }, { ptsTicks: 40, corrupt: true }, { ptsTicks: 80 }];
    await using video = await open(await write([], { frames }));
    const records = await collect(video.frames(everyFrame));
    expect(records.map(({ corrupt }) => corrupt)).toEqual([false, true, false]);
    expect(video.issues).toEqual([{ ordinal: 1, message: 'The frame is damaged.' }]);
    await collect(video.frames(everyFrame));
    expect(video.issues).toHaveLength(1);
  });

  it('chooses a stream and says so', async () => {
    const path = await write([0], { streams: [{ width: 100, height: 100 }] });
    await using video = await open(path);
    expect(video.description.stream.index).toBe(1);
    expect(video.warnings).toEqual([expect.stringContaining('stream 1')]);
    await using other = await open(path, { stream: 0 });
    expect(other.description.stream.index).toBe(0);
    await expect(open(path, { stream: 5 })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('choosing a backend', () => {
  it('takes the first that decodes a frame, and says why others were not used', async () => {
    const decoders = [
      { id: 'absent', unavailable: 'it is not installed' },
      { id: 'broken', failAt: 0 },
      { id: 'good' },
    ];
    const pool = new FramePool();
    await using video = await open(await write([0, 40]), { decoders, pool });
    expect(video.description.decoder).toEqual({ id: 'good', version: '1' });
    expect(video.warnings).toEqual([
      expect.stringMatching(/"absent".*"good".*not installed/),
      expect.stringMatching(/"broken".*"good".*broken on purpose/),
    ]);
    expect(pool.inUse).toBe(1);
  });

  it('tries the one that is asked for first', async () => {
    const path = await write([0]);
    const decoders = [{ id: 'one' }, { id: 'two' }];
    await using video = await open(path, { decoders, decoder: 'two' });
    expect(video.description.decoder.id).toBe('two');
  });

  it('goes on with the others when the one that is asked for is not there, and says so', async () => {
    const decoders = [{ id: 'one' }, { id: 'two' }];
    await using video = await open(await write([0]), { decoders, decoder: 'three' });
    expect(video.description.decoder.id).toBe('one');
    expect(video.warnings).toEqual([
      'The decoder "three" could not be used, so "one" was: There is no decoder "three".',
    ]);
    const absent = [{ id: 'one', unavailable: 'it is not installed' }];
    await expect(open(await write([0]), { decoders: absent, decoder: 'three' })).rejects.toMatchObject({
      code: 'decoder-unavailable',
      hint: 'Use one of: one.',
    });
  });

  it('throws the first error that says something about the video, and names those that failed otherwise', async () => {
    const path = join(folder, 'text.mp4');
    await writeFile(path, 'text');
    const decoders = [{ id: 'absent', unavailable: 'it is not installed' }, { id: 'one' }, { id: 'two' }];
    await expect(open(path, { decoders })).rejects.toMatchObject({
      code: 'input-not-video',
      hint: expect.stringMatching(/Also tried: absent [^,]*\.$/),
    });
    await expect(open(path, { decoders: decoders.slice(0, 1) })).rejects.toMatchObject({
      code: 'decoder-unavailable',
    });
    await expect(open(path, { decoders: [] })).rejects.toMatchObject({ code: 'decoder-unavailable' });
  });

  it('closes the video again that a backend has opened in vain', async () => {
    let closed = 0;
    const broken = changedDecoder(
      video => ({
        async [Symbol.asyncDispose]() {
          closed += 1;
          await video[Symbol.asyncDispose]();
        },
      }),
      { id: 'broken', failAt: 0 },
    );
    const { request, context } = setUp({});
    const stage = createDecodeStage({ decoders: [broken, createFakeDecoder()] });
    await using video = await stage.run({ path: await write([0]), ...request }, context);
    expect(video.description.decoder.id).toBe('fake');
    expect(closed).toBe(1);
  });

  it('fails when no frame comes out', async () => {
    await expect(open(await write([]))).rejects.toMatchObject({ code: 'decode-failed' });
  });

  it.each<[string, FakeDecoderOptions]>([
    ['repeats an ordinal', { alter: frame => ({ ...frame, ordinal: Math.min(frame.ordinal, 1) }) }],
    ['gives a fraction as timestamp', { alter: frame => ({ ...frame, ptsTicks: frame.ordinal / 2 }) }],
    ['fails on the way', { failAt: 2 }],
  ])('names a backend that %s', async (_name, options) => {
    const pool = new FramePool();
    await using video = await open(await write([0, 40, 80, 120]), { decoders: [options], pool });
    await expect(collect(video.frames(everyFrame))).rejects.toMatchObject({ code: 'decode-failed' });
    expect(video.frameCount).toBeNull();
    expect(pool.inUse).toBe(0);
  });
});

describe('damage', () => {
  it('is kept once a frame, in words up to a hundred times a pass, and as a number beyond', async () => {
    const damaged = changedDecoder(video => ({
      async *frames(read) {
        for await (const frame of video.frames(read)) {
          for (let i = 0; i < 40; i++) {
            const ordinal = frame.ordinal * 40 + i;
            read.report({ ordinal, message: `Problem ${i}.` });
            read.report({ ordinal, message: 'And another one.' });
          }
          yield frame;
        }
      },
    }));
    const { request, context } = setUp({});
    const path = await write([0, 40, 80, 120]);
    await using video = await createDecodeStage({ decoders: [damaged] }).run({ path, ...request }, context);
    for (let pass = 0; pass < 2; pass++) {
      await collect(video.frames(everyFrame));
      expect(video.issues).toHaveLength(101);
      expect(video.issues[99]).toEqual({ ordinal: 99, message: 'Problem 19.' });
      expect(video.issues[100]).toEqual({
        ordinal: null,
        message: '60 more problems like these.',
        count: 60,
      });
    }
  });
});

describe('bad input', () => {
  it.each([
    ['a missing file', async () => join(folder, 'missing.mp4'), 'input-missing'],
    ['a folder', async () => folder, 'input-unreadable'],
    ['a device', async () => '/dev/null', 'input-unreadable'],
  ])('is told apart: %s', async (_name, path, code) => {
    await expect(open(await path())).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  it('is told apart: an empty file', async () => {
    const path = join(folder, 'empty.mp4');
    await writeFile(path, '');
    await expect(open(path)).rejects.toMatchObject({ code: 'input-empty' });
  });

  it.skipIf(process.getuid?.() === 0)('is told apart: a file that may not be read', async () => {
    const path = join(folder, 'secret.mp4');
    await writeFile(path, 'secret', { mode: 0 });
    await expect(open(path)).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});

describe('probeVideo', () => {
  it('says what would be decoded, and by what', async () => {
    const pool = new FramePool();
    const { request, context, options } = setUp({ pool });
    const path = await write([0, 40], { streams: [{ attachedPicture: true }] });
    const probe = await probeVideo({ path, ...request }, options, context);
    expect(probe).toMatchObject({
      path,
      container: 'fake',
      decoder: { id: 'fake', version: '1' },
      warnings: [],
    });
    expect(probe.streams).toHaveLength(2);
    expect(probe.chosen.index).toBe(0);
    expect(probe.format).toMatchObject({ ...size, pixelFormat: { name: 'gray' } });
    expect(pool.inUse).toBe(0);
  });
});
