import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { chmod, copyFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  type DecodedFrame,
  type DecodeIssue,
  type OpenVideo,
  type ReadOptions,
  silentLogger,
} from '@framesieve/core';
import { CountingAllocator, describeDecoder } from '@framesieve/testkit';
import { sharedClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { findFfmpeg } from './find-ffmpeg.ts';
import { ffmpegDecoder } from './index.ts';

const { binary } = await findFfmpeg(null);
const withFfmpeg = describe.skipIf(binary === null);
const reason = binary ? `FFmpeg ${binary.version}` : 'skipped: there is no ffmpeg command';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-ffmpeg-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const never = new AbortController().signal;

async function openVideo(path: string, options: Record<string, unknown> = {}): Promise<OpenVideo> {
  const decoder = await ffmpegDecoder.create(options);
  return decoder.open(path, { signal: never, logger: silentLogger });
}

interface Reading {
  readonly frames: CountingAllocator;
  readonly issues: DecodeIssue[];
  readonly options: ReadOptions;
}

function reading(video: OpenVideo, more: Partial<ReadOptions> = {}): Reading {
  const frames = new CountingAllocator();
  const issues: DecodeIssue[] = [];
  const report = (issue: DecodeIssue) => issues.push(issue);
  const options = { stream: video.streams[0]!.index, frames, signal: never, report, ...more };
  return { frames, issues, options };
}

type Summary = Pick<DecodedFrame, 'ordinal' | 'ptsTicks' | 'format'> & { readonly bytes: Buffer };

async function collect(source: AsyncIterable<DecodedFrame>): Promise<Summary[]> {
  const list: Summary[] = [];
  for await (const { ordinal, ptsTicks, format, buffer } of source) {
    list.push({ ordinal, ptsTicks, format, bytes: Buffer.from(buffer.bytes) });
    buffer.release();
  }
  return list;
}

const generated = async (extension: string, options: Parameters<typeof sharedClip>[1]) =>
  (await sharedClip(extension, options)).file;
const tags = { creation_time: '2024-05-17T08:09:10.000000Z', location: '+48.8577+002.2950/' };
const bFrames = { bFrames: 3, frames: 40 } as const;

withFfmpeg(`the ffmpeg decoder (${reason})`, () => {
  const times = Array.from({ length: 40 }, (_, ordinal) => ordinal * 512);
  describeDecoder({
    name: 'ffmpeg',
    factory: ffmpegDecoder,
    clips: [
      {
        name: 'H.264 with B-frames in MP4',
        path: () => generated('mp4', { ...bFrames, tags }),
        tags,
        width: 160,
        height: 120,
        ptsTicks: times,
      },
      ...sharedClips().filter(clip => /^film/.test(clip.name)),
    ],
  });

  it('reads more frames again than fit into one expression', async () => {
    const frames = 700;
    const { file, truth } = await sharedClip('mp4', { frames, width: 96, height: 64, bFrames: 2 });
    await using video = await openVideo(file);
    const { options } = reading(video);
    const again = await collect(video.framesAt([...Array(frames).keys()], options));
    expect(again.map(frame => frame.ptsTicks)).toEqual(truth.ptsTicks);
  });

  it('has no timestamps for a stream without any', async () => {
    const { file } = await sharedClip('h264', { bFrames: 2, frames: 20 });
    await using video = await openVideo(file);
    const frames = await collect(video.frames(reading(video).options));
    expect(frames.map(frame => frame.ptsTicks)).toEqual(Array(20).fill(null));
  });

  it('follows a change of size, and finds frames behind it', async () => {
    const small = await generated('ts', { frames: 20 });
    const large = await generated('ts', { frames: 20, width: 240, height: 176 });
    const file = join(folder, 'sizes.ts');
    await writeFile(file, Buffer.concat([await readFile(small), await readFile(large)]));
    await using video = await openVideo(file);
    const { options } = reading(video);
    const all = await collect(video.frames(options));
    expect(all.map(frame => frame.ordinal)).toEqual([...Array(40).keys()]);
    expect(all.map(frame => frame.format.width)).toEqual([...Array(20).fill(160), ...Array(20).fill(240)]);
    const wanted = [3, 18, 22, 23, 39];
    expect(await collect(video.framesAt(wanted, options))).toEqual(wanted.map(ordinal => all[ordinal]));
  });

  it('stops where the pixel format changes, rather than let ffmpeg convert', async () => {
    const first = await generated('h264', { frames: 10 });
    const second = await generated('h264', { frames: 10, pixelFormat: 'yuv422p' });
    const file = join(folder, 'formats.h264');
    await writeFile(file, Buffer.concat([await readFile(first), await readFile(second)]));
    await using video = await openVideo(file);
    const { options, frames } = reading(video);
    const ordinals: number[] = [];
    await expect(async () => {
      for await (const frame of video.frames(options)) {
        ordinals.push(frame.ordinal);
        frame.buffer.release();
      }
    }).rejects.toMatchObject({
      code: 'decode-failed',
      message: expect.stringContaining('from yuv420p to yuv422p at frame 10 '),
    });
    expect(ordinals).toEqual([...Array(10).keys()]);
    expect(frames.inUse).toBe(0);
  });

  it.each([
    [0, false],
    [90, false],
    [180, false],
    [270, false],
    [0, true],
    [90, true],
    [180, true],
    [270, true],
  ] as const)('knows a picture turned by %i degrees, mirrored: %s', async (rotation, mirrored) => {
    await using video = await openVideo(await generated('mp4', { frames: 2, rotation, mirrored }));
    expect(video.streams[0]).toMatchObject({ rotation, mirrored, width: 160, height: 120 });
    const [first] = await collect(video.frames(reading(video).options));
    expect(first?.format).toMatchObject({ rotation, mirrored, width: 160, height: 120 });
  });

  it('tells the colour, the aspect and the full range of samples', async () => {
    const color = {
      matrix: 'bt2020',
      range: 'limited',
      transfer: 'smpte2084',
      primaries: 'bt2020',
      chromaLocation: 'topleft',
    } as const;
    const pixelAspect = { numerator: 16, denominator: 15 };
    const options = {
      frames: 2,
      color,
      pixelAspect,
      pixelFormat: 'yuv420p10le',
      encoder: 'libx265',
    } as const;
    await using video = await openVideo(await generated('mp4', options));
    const [frame] = await collect(video.frames(reading(video).options));
    expect(frame?.format).toMatchObject({ color, pixelAspect, pixelFormat: { name: 'yuv420p10le' } });
    await using full = await openVideo(
      await generated('avi', { frames: 2, encoder: 'mjpeg', pixelFormat: 'yuvj422p' }),
    );
    const [jpeg] = await collect(full.frames(reading(full).options));
    expect(jpeg?.format).toMatchObject({ color: { range: 'full' }, pixelFormat: { name: 'yuv422p' } });
  });

  it('goes on in a file that is cut off, and reports it', async () => {
    const file = join(folder, 'cut.mp4');
    const options = { frames: 60, muxerOptions: { movflags: '+faststart' } };
    await copyFile(await generated('mp4', options), file);
    await truncate(file, Math.round(readFileSync(file).length / 2));
    await using video = await openVideo(file);
    const { options: read, issues, frames } = reading(video);
    const some = await collect(video.frames(read));
    expect(some.length).toBeGreaterThan(5);
    expect(some.length).toBeLessThan(60);
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.map(issue => issue.message).join()).toMatch(/partial|invalid/i);
    expect(frames.inUse).toBe(0);
  });

  it('reports every one of very many errors, and goes on', async () => {
    const file = join(folder, 'noise.ts');
    const bytes = await readFile(await generated('ts', { frames: 120, encoder: 'mpeg2video' }));
    for (let at = 3000; at < bytes.length; at += 97) bytes[at] = bytes[at]! ^ 0xff;
    await writeFile(file, bytes);
    await using video = await openVideo(file);
    const { options, issues } = reading(video);
    const frames = await collect(video.frames(options));
    expect(frames.length).toBeGreaterThan(10);
    expect(issues.length).toBeGreaterThan(20);
  });

  it('opens names that look like options, protocols and patterns', async () => {
    const clip = await generated('mp4', bFrames);
    for (const name of ['-i.mp4', 'concat:a|b.mp4', 'x%03d.mp4', 'ü ‒ 動画.mp4', "it's [1].mp4"]) {
      const file = join(folder, name);
      await copyFile(clip, file);
      await using video = await openVideo(file);
      expect(video.streams[0]?.codec).toBe('h264');
    }
  });
});

describe.skipIf(binary === null || process.platform === 'win32')(`processes of ffmpeg (${reason})`, () => {
  /** A command that notes its process id and arguments, and becomes ffmpeg. Some start at once, so their order is open. */
  async function tracedFfmpeg(name: string) {
    const path = join(folder, name);
    const list = `${path}.pids`;
    await writeFile(path, `#!/bin/sh\necho "$$ $*" >> '${list}'\nexec '${binary!.path}' "$@"\n`);
    await chmod(path, 0o755);
    const started = () => (existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : []);
    const pids = (what = '') =>
      started()
        .filter(line => line.includes(what))
        .map(line => Number.parseInt(line, 10));
    return { path, pids };
  }

  it('are gone when an iteration is left, over, or aborted', async () => {
    const { path, pids } = await tracedFfmpeg('traced');
    const file = await generated('mp4', bFrames);
    await using video = await openVideo(file, { path });
    for await (const frame of video.frames(reading(video).options)) {
      frame.buffer.release();
      if (frame.ordinal === 1) break;
    }
    await collect(video.frames(reading(video).options));
    const controller = new AbortController();
    const iterator = video.frames(reading(video, { signal: controller.signal }).options);
    await expect(async () => {
      for await (const frame of iterator) {
        frame.buffer.release();
        controller.abort(new Error('enough'));
      }
    }).rejects.toThrow('enough');
    // -version, the headers, whether there are fields, and three decodes.
    expect(pids()).toHaveLength(6);
    for (const pid of pids()) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });

  it('that are killed from outside make the decode fail, not end', async () => {
    const { path, pids } = await tracedFfmpeg('victim');
    const file = await generated('mp4', { frames: 700, width: 96, height: 64, bFrames: 2 });
    await using video = await openVideo(file, { path });
    const { options, frames } = reading(video);
    await expect(async () => {
      for await (const frame of video.frames(options)) {
        frame.buffer.release();
        if (frame.ordinal === 3) process.kill(pids('-f rawvideo')[0]!, 'SIGKILL');
      }
    }).rejects.toMatchObject({ code: 'decode-failed', message: expect.stringContaining('SIGKILL') });
    expect(frames.inUse).toBe(0);
  });

  it('start with the path that was given, else go on to the next, and say so', async () => {
    const { path, pids } = await tracedFfmpeg('chosen');
    vi.stubEnv('FRAMESIEVE_FFMPEG', path);
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    const decoder = await ffmpegDecoder.create({ path: '/nowhere/ffmpeg' });
    await using _ = await decoder.open(await generated('mp4', bFrames), { signal: never, logger });
    expect(pids()).toHaveLength(2);
    expect(warnings).toEqual([
      expect.stringMatching(/"\/nowhere\/ffmpeg" does not exist; ".*chosen" is used/),
    ]);
  });
});

describe('looking for ffmpeg', () => {
  it('says what was tried, and what to do', async () => {
    vi.stubEnv('FRAMESIEVE_FFMPEG', process.execPath);
    vi.stubEnv('PATH', [folder, join(folder, 'nothing')].join(delimiter));
    const found = await ffmpegDecoder.availability();
    expect(found).toMatchObject({
      available: false,
      reason: expect.stringMatching(
        /FRAMESIEVE_FFMPEG=.* ended with exit code.*"ffmpeg" in PATH does not exist/,
      ),
      hint: expect.stringContaining('Install FFmpeg'),
    });
    await expect(ffmpegDecoder.create({ path: '/nowhere/ffmpeg' })).rejects.toMatchObject({
      code: 'decoder-unavailable',
      message: expect.stringContaining('"/nowhere/ffmpeg" does not exist'),
    });
  });

  it.each([{ threads: 2 }, { path: 5 }, { path: '' }])('refuses the option %j', async options => {
    await expect(ffmpegDecoder.create(options)).rejects.toMatchObject({ code: 'config' });
  });
});
