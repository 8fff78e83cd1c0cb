import { createHash } from 'node:crypto';
import { type DecodedFrame, frameLayout, type OpenVideo, type ReadOptions } from '@framesieve/core';
import { expect, it } from 'vitest';
import { CountingAllocator } from './counting-allocator.ts';

/** A clip whose decoder may offer `glance`. */
export interface GlancedClip {
  readonly width: number;
  readonly height: number;
  /** Timestamp of each frame; `null` where the file has none. */
  readonly ptsTicks: readonly (number | null)[];
  open(): Promise<OpenVideo>;
  /** How the video is read; the allocator is the test's. */
  readOptions(video: OpenVideo, options: { frames: CountingAllocator; signal?: AbortSignal }): ReadOptions;
}

/** The part of the decoder contract about `glance`, which a decoder may leave out: then these tests are skipped. */
export function itGlances(clip: () => GlancedClip): void {
  it('looks at frames from all over, the same ones each time, and at no frame twice', async ({ skip }) => {
    const { width, height, ptsTicks, open, readOptions } = clip();
    await using video = await open();
    if (!video.glance) return skip('This decoder looks at no frames ahead.');
    const frames = new CountingAllocator();
    const look = async () => {
      const seen: { readonly ptsTicks: number | null; readonly digest: string }[] = [];
      for await (const frame of video.glance!(5, readOptions(video, { frames }))) {
        expect(frame.corrupt).toBe(false);
        expect([frame.format.width, frame.format.height]).toEqual([width, height]);
        const layout = frameLayout(frame.format.pixelFormat, width, height);
        expect(frame.buffer.bytes.byteLength).toBe(layout.byteLength);
        seen.push({ ptsTicks: frame.ptsTicks, digest: digestOf(frame) });
      }
      expect(frames.inUse).toBe(0);
      return seen;
    };
    const seen = await look();
    expect(seen.length).toBeGreaterThanOrEqual(Math.min(2, ptsTicks.length));
    expect(seen.length).toBeLessThanOrEqual(5);
    expect(await look()).toEqual(seen);
    expect(frames.peak).toBe(1);
    const times = seen.map(frame => frame.ptsTicks).filter(time => time !== null);
    expect(new Set(times).size).toBe(times.length);
    for (const time of times) expect(ptsTicks).toContain(time);
  });

  it('looks ahead without disturbing what is being read', async ({ skip }) => {
    const { ptsTicks, open, readOptions } = clip();
    await using video = await open();
    if (!video.glance) return skip('This decoder looks at no frames ahead.');
    const frames = new CountingAllocator();
    const ordinals: number[] = [];
    for await (const frame of video.frames(readOptions(video, { frames }))) {
      ordinals.push(frame.ordinal);
      frame.buffer.release();
      if (frame.ordinal === 1) {
        for await (const seen of video.glance(2, readOptions(video, { frames }))) seen.buffer.release();
      }
      if (frame.ordinal === 4) break;
    }
    expect(ordinals).toEqual(Array.from({ length: Math.min(5, ptsTicks.length) }, (_, i) => i));
    expect(frames.inUse).toBe(0);
  });

  it('stops looking ahead when left, when aborted, and when the video is disposed of', async ({ skip }) => {
    const { open, readOptions } = clip();
    await using video = await open();
    if (!video.glance) return skip('This decoder looks at no frames ahead.');
    const frames = new CountingAllocator();
    for await (const frame of video.glance(5, readOptions(video, { frames }))) {
      frame.buffer.release();
      break;
    }
    expect(frames.inUse).toBe(0);
    const controller = new AbortController();
    const reason = new Error('stop looking');
    const aborting = video.glance(
      5,
      readOptions(video, { frames: new CountingAllocator(0), signal: controller.signal }),
    );
    const first = aborting[Symbol.asyncIterator]().next();
    setTimeout(() => controller.abort(reason), 20);
    await expect(first).rejects.toBe(reason);
    const closing = video.glance(5, readOptions(video, { frames: new CountingAllocator(0) }));
    const next = closing[Symbol.asyncIterator]().next();
    setTimeout(() => void video[Symbol.asyncDispose](), 20);
    expect((await next).done).toBe(true);
  });
}

function digestOf({ buffer }: DecodedFrame): string {
  const digest = createHash('sha256').update(buffer.bytes).digest('hex');
  buffer.release();
  return digest;
}
