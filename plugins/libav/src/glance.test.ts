import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecodeIssue, silentLogger } from '@framesieve/core';
import { CountingAllocator } from '@framesieve/testkit';
import { encodePicture, readFrameNumber, sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-glance-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The numbers that the frames carry in their pixels, and what was reported. */
async function glance(path: string, count: number) {
  const { signal } = new AbortController();
  const decoder = await libavDecoder.create({ threads: 2 });
  await using video = await decoder.open(path, { signal, logger: silentLogger });
  const issues: DecodeIssue[] = [];
  const frames = new CountingAllocator();
  const report = (issue: DecodeIssue) => void issues.push(issue);
  const numbers: (number | null)[] = [];
  for await (const { format, buffer } of video.glance!(count, { stream: 0, frames, signal, report })) {
    const { width, height } = format;
    const samples = buffer.bytes.slice(0, width * height);
    numbers.push(readFrameNumber({ samples, width, height, bitDepth: 8 }));
    buffer.release();
  }
  expect(frames.inUse).toBe(0);
  return { numbers, issues };
}

describe('glance', () => {
  it.each(['mp4', 'mkv', 'ts', 'avi'])('goes to key frames all over a file: %s', async extension => {
    const { file } = await sharedClip(extension, { frames: 96, gop: 12 });
    const { numbers } = await glance(file, 4);
    expect(numbers).toHaveLength(4);
    for (const number of numbers) expect(number! % 12).toBe(0);
    const last = numbers.at(-1)!;
    expect(last).toBeGreaterThanOrEqual(60);
  });

  it('takes frames from between where there are too few key frames', async () => {
    const { file } = await sharedClip('mp4', { frames: 24, gop: 24 });
    expect((await glance(file, 4)).numbers).toEqual([0, 6, 12, 18]);
    expect((await glance(file, 30)).numbers).toHaveLength(24);
  });

  it('reads from the start where there is no seeking: a bare stream, and a picture', async () => {
    const { file } = await sharedClip('h264', { frames: 24, gop: 12 });
    const { numbers } = await glance(file, 3);
    expect(numbers.length).toBeGreaterThan(1);
    expect(new Set(numbers).size).toBe(numbers.length);
    const picture = join(folder, 'picture.png');
    const data = new Uint8Array(64 * 48 * 3).fill(90);
    await encodePicture(picture, { width: 64, height: 48, data }, { encoder: 'png', pixelFormat: 'rgb24' });
    expect((await glance(picture, 12)).numbers).toHaveLength(1);
  });

  it('passes over damage, reports none of it, and finds the same each time', async () => {
    const { file } = await sharedClip('mkv', { frames: 96, gop: 12 });
    const damaged = join(folder, 'damaged.mkv');
    const bytes = readFileSync(file);
    for (let at = Math.floor(bytes.length * 0.4); at < bytes.length * 0.6; at += 97) bytes[at]! ^= 0x5a;
    writeFileSync(damaged, bytes);
    const first = await glance(damaged, 6);
    expect(first.issues).toEqual([]);
    expect(first.numbers.length).toBeGreaterThan(1);
    expect(await glance(damaged, 6)).toEqual(first);
  });

  it('ends quietly in a file that is cut off', async () => {
    const { file } = await sharedClip('mp4', {
      frames: 96,
      gop: 12,
      muxerOptions: { movflags: 'faststart' },
    });
    const cut = join(folder, 'cut.mp4');
    copyFileSync(file, cut);
    const bytes = readFileSync(file);
    writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length / 2)));
    appendFileSync(cut, new Uint8Array(10));
    const { numbers, issues } = await glance(cut, 6);
    expect(numbers.length).toBeGreaterThan(1);
    expect(issues).toEqual([]);
  });
});
