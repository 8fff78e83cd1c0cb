import { everyFrame, type Frame } from '@framesieve/core';
import { changedDecoder, createFakeDecoder } from '@framesieve/testkit';
import { describe, expect, it } from 'vitest';
import { collect, open, write } from '../test/open-fake-video.ts';
import { FramePool } from './frame/frame-pool.ts';

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

  it('lets kernels read a frame where it lies', async () => {
    await using video = await open(await write([0, 40]));
    for await (const { memory, bytes } of video.frames(everyFrame)) {
      const read = new Uint8Array(memory!.buffer, bytes.byteOffset, bytes.byteLength);
      expect(read).toEqual(bytes);
    }
  });

  it.each(['off', 'on'] as const)(
    'gives on to who holds five frames fewer than the pool has, deinterlaced: %s',
    async how => {
      const held = 4;
      const pool = new FramePool({ capacityBytes: 1, minimumBuffers: held + 5 });
      const pixels = { deinterlace: how };
      await using video = await open(await write(Array.from({ length: 20 }, (_, i) => i * 40)), {
        pool,
        pixels,
      });
      const kept: Frame[] = [];
      let count = 0;
      for await (const frame of video.frames(everyFrame)) {
        frame.retain();
        kept.push(frame);
        if (kept.length > held) kept.shift()!.release();
        count += 1;
      }
      for (const frame of kept) frame.release();
      expect(count).toBe(20);
      expect(pool.inUse).toBe(0);
    },
  );

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
    const frames = [0, 51, 0, 51].map((luma, i) => ({ ptsTicks: i * 40, luma }));
    await using video = await open(await write([], { frames }));
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

describe('damage', () => {
  it('is kept once a frame, in words up to a hundred times a pass, and as a number beyond', async () => {
    const damaged = changedDecoder(createFakeDecoder(), video => ({
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
    await using video = await open(await write([0, 40, 80, 120]), { decoders: [damaged] });
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
