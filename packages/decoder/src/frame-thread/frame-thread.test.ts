import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Frame, FrameFacts } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import { describe, expect, it } from 'vitest';
import { Fingerprint } from '../frame/fingerprint.ts';
import { FactsMeter } from '../frame/frame-facts.ts';
import { FramePool } from '../frame/frame-pool.ts';
import { FrameThread } from './frame-thread.ts';
import { ThreadCache } from './thread-cache.ts';

const frames = Array.from({ length: 5 }, (_, i) =>
  makeFrame('yuv420p', 48, 32, (plane, x, y) => (plane * 40 + x * 3 + y * 5 + i * 11) & 255),
);

const taskOf = ({ bytes, layout, format }: Frame, pass: number) => ({
  ...{ pass, bytes, layout, format, crop: null, follows: true, wanted: true },
});

describe('FrameThread', () => {
  it('measures as the thread that asks would', async () => {
    await using thread = new FrameThread();
    const meter = new FactsMeter();
    const fingerprint = await Fingerprint.load();
    const pass = thread.beginPass();
    const measured = await Promise.all(frames.map(frame => thread.measure(taskOf(frame, pass))));
    expect(measured).toEqual(
      frames.map(({ bytes, layout, format }) => ({
        fingerprint: fingerprint.of(bytes),
        facts: meter.measure({ bytes, layout, format, crop: null }),
      })),
    );
  });

  it('measures frames where they lie, in one memory after the other, and with what changes on the way', async () => {
    await using thread = new FrameThread();
    const fingerprint = await Fingerprint.load();
    const pass = thread.beginPass();
    const { signal } = new AbortController();
    const meter = new FactsMeter();
    const crop = { x: 4, y: 6, width: 40, height: 20 };
    const pools = [new FramePool(), new FramePool()];
    for (const [i, frame] of [...frames, ...frames].entries()) {
      const { layout, format } = frame;
      const { bytes, memory } = await pools[i >> 2 === 1 ? 1 : 0]!.acquire(layout.byteLength, signal);
      expect(memory).toBeDefined();
      bytes.set(frame.bytes);
      // One that its memory is not told of is taken as bytes.
      const changes = { crop: i > 6 ? crop : null, ...(i !== 5 && { memory }) };
      expect(await thread.measure({ ...taskOf(frame, pass), bytes, ...changes })).toEqual({
        fingerprint: fingerprint.of(frame.bytes),
        facts: meter.measure({ bytes: frame.bytes, layout, format, crop: changes.crop }),
      });
    }
  });

  it('keeps passes apart, and only looks at what is not wanted', async () => {
    await using thread = new FrameThread();
    const [one, other] = [thread.beginPass(), thread.beginPass()];
    const facts: (FrameFacts['change'] | undefined)[] = [];
    const measure = async (frame: Frame, pass: number, how = {}) => {
      const figures = await thread.measure({ ...taskOf(frame, pass), ...how });
      facts.push(figures?.facts.change);
    };
    await measure(frames[0]!, one);
    await measure(frames[1]!, other);
    await measure(frames[0]!, one, { wanted: false });
    await measure(frames[0]!, one);
    await measure(frames[0]!, one, { follows: false });
    thread.endPass(one);
    await measure(frames[0]!, one);
    expect(facts).toEqual([null, null, undefined, 0, null, null]);
  });

  it('says what to do when its file is missing, as in a bundle', async () => {
    await using thread = new FrameThread(new URL('./no-such-worker.js', import.meta.url));
    const failure = { code: 'internal', hint: expect.stringContaining('bundle') };
    const pass = thread.beginPass();
    await expect(thread.measure(taskOf(frames[0]!, pass))).rejects.toMatchObject(failure);
    await expect(thread.measure(taskOf(frames[0]!, pass))).rejects.toMatchObject(failure);
  });

  it('fails a job that is wrong, and goes on', async () => {
    await using thread = new FrameThread();
    const task = taskOf(frames[0]!, thread.beginPass());
    const short = { ...task, bytes: new Uint8Array(new SharedArrayBuffer(1)) };
    await expect(thread.measure(short)).rejects.toMatchObject({ code: 'internal' });
    expect(await thread.measure(task)).not.toBeNull();
  });

  it('ends jobs when it is disposed of', async () => {
    const thread = new FrameThread();
    const measured = thread.measure(taskOf(frames[0]!, thread.beginPass()));
    const outcome = expect(measured).rejects.toMatchObject({ code: 'internal' });
    await thread[Symbol.asyncDispose]();
    await outcome;
  });

  it('keeps the process alive while it works, and no longer', async () => {
    const script = `
      import { FrameThread } from ${JSON.stringify(new URL('./frame-thread.ts', import.meta.url).href)};
      const thread = new FrameThread();
      const format = { width: 1, height: 1, pixelFormat: { model: 'gray', bitDepth: 8, bytesPerSample: 1 }, color: {} };
      const layout = { planes: [{ offset: 0, stride: 1, width: 1, height: 1 }], byteLength: 1 };
      const bytes = new Uint8Array(new SharedArrayBuffer(1));
      const task = { pass: 1, bytes, layout, format, crop: null, follows: true, wanted: true };
      console.log((await thread.measure(task)).fingerprint.toString(16));`;
    const child = promisify(execFile)(
      process.execPath,
      ['--conditions=@framesieve/source', '--input-type=module', '--eval', script],
      { timeout: 30_000 },
    );
    expect((await child).stdout.trim()).toMatch(/^[0-9a-f]{1,16}$/);
  });

  it('does not keep the process alive before its first job', async () => {
    const script = `
      import { FrameThread } from ${JSON.stringify(new URL('./frame-thread.ts', import.meta.url).href)};
      new FrameThread().start();
      console.log('started');`;
    const child = promisify(execFile)(
      process.execPath,
      ['--conditions=@framesieve/source', '--input-type=module', '--eval', script],
      { timeout: 30_000 },
    );
    expect((await child).stdout.trim()).toBe('started');
  });
});

describe('ThreadCache', () => {
  it('gives a thread to one video after the other, not to two at a time', async () => {
    const threads = new ThreadCache();
    const [one, other] = [threads.take(), threads.take()];
    expect(other).not.toBe(one);
    for (const thread of [one, other]) await thread.measure(taskOf(frames[0]!, thread.beginPass()));
    await threads.giveBack(one);
    await threads.giveBack(other);
    expect(threads.take()).toBe(one);
    expect(await one.measure(taskOf(frames[0]!, one.beginPass()))).toMatchObject({ facts: { change: null } });
    const ended = other.measure(taskOf(frames[0]!, other.beginPass()));
    await expect(ended).rejects.toMatchObject({ code: 'internal' });
    await one[Symbol.asyncDispose]();
  });
});
