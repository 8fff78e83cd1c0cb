import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecodeIssue, type OpenOptions, silentLogger } from '@framesieve/core';
import { CountingAllocator, type DecoderClip, describeDecoder } from '@framesieve/testkit';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { afterAll, describe, expect, it } from 'vitest';
import { opencvDecoder } from './index.ts';

const found = await opencvDecoder.availability();
const title = found.available
  ? `OpenCV ${found.version}`
  : 'skipped: opencv4nodejs is not built for this Node.js';

const made: readonly (readonly [name: string, extension: string, options: ClipOptions])[] = [
  ['B-frames in MP4', 'mp4', { bFrames: 3 }],
  [
    'variable frame rate',
    'mkv',
    { frames: 6, timeBase: { numerator: 1, denominator: 1000 }, ptsTicks: [5, 45, 100, 101, 500, 540] },
  ],
  ['VP9 of odd size', 'webm', { encoder: 'libvpx-vp9', width: 161, height: 121 }],
  ['one frame', 'mp4', { frames: 1 }],
];

const generated = await Promise.all(
  made.map(async ([name, extension, options]): Promise<DecoderClip> => {
    const { file, truth } = await sharedClip(extension, options);
    const { width, height, ptsTicks, frames } = truth;
    const unknown = Array.from({ length: frames }, () => null);
    return { name, path: file, width, height, ptsTicks: ptsTicks ?? unknown };
  }),
);

// The others are decoded once, by the test that compares with libav.
const real = sharedClips().filter(clip => clip.frameCount < 40);

describe.skipIf(!found.available)(`The contract (${title})`, () => {
  describeDecoder({
    name: 'opencv',
    factory: opencvDecoder,
    clips: [...generated, ...real],
    knows: { timestamps: false, keyFrames: false },
  });
});

describe.skipIf(!found.available)(`What OpenCV opens, and what it says (${title})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'framesieve-opencv-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function read(path: string, open: Partial<OpenOptions> = {}) {
    const warnings: string[] = [];
    const issues: DecodeIssue[] = [];
    const { signal } = new AbortController();
    const logger = { ...silentLogger, warn: (text: string) => warnings.push(text) };
    const decoder = await opencvDecoder.create({});
    await using video = await decoder.open(path, { signal, logger, ...open });
    const report = (issue: DecodeIssue) => issues.push(issue);
    let frames = 0;
    for await (const frame of video.frames({ stream: 0, frames: new CountingAllocator(), signal, report })) {
      frames += 1;
      frame.buffer.release();
    }
    return { frames, warnings, issues, stream: video.streams[0]! };
  }

  it.each(['0', 'frame%03d.mp4', "a;b|c'd \u{1f3ac}.mp4"])('takes "%s" for a file', async name => {
    const { file, truth } = await sharedClip('mp4', { bFrames: 3 });
    const path = join(folder, name);
    await copyFile(file, path);
    const { frames, warnings, issues } = await read(path);
    expect([frames, warnings, issues]).toEqual([truth.frames, [], []]);
  });

  it.each(['rtsp://127.0.0.1:1/clip', 'videotestsrc ! appsink', '/dev/video0x'])(
    'takes "%s" for a file that is not there',
    async path => {
      await expect(read(path)).rejects.toMatchObject({ code: 'input-missing' });
    },
  );

  it('opens what a playlist names only if that is allowed', async () => {
    const { file, truth } = await sharedClip('ts', {});
    const path = join(folder, 'list.m3u8');
    await writeFile(path, `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:1,\n${file}\n#EXT-X-ENDLIST\n`);
    await expect(read(path)).rejects.toMatchObject({ code: 'input-unreadable' });
    const { frames } = await read(path, { protocols: ['file'] });
    expect(frames).toBe(truth.frames);
  });

  it('warns when fewer frames come out than are claimed, without calling it damage', async () => {
    const { file, truth } = await sharedClip('mkv', { encoder: 'mpeg4', gop: 5 });
    const whole = await readFile(file);
    const path = join(folder, 'cut.mkv');
    await writeFile(path, whole.subarray(0, whole.length / 2));
    const { frames, warnings, issues, stream } = await read(path);
    expect(frames).toBeGreaterThan(5);
    expect(frames).toBeLessThan(truth.frames - 1);
    expect(issues).toEqual([]);
    expect(warnings).toEqual([
      `OpenCV put out ${frames} frames of "${path}", whose container claims about ${stream.frameCount}: the file may be damaged.`,
    ]);
  });

  it('says so when hardware was asked for', async () => {
    const { file } = await sharedClip('mp4', { frames: 1 });
    const { warnings } = await read(file, { hwaccel: 'auto' });
    expect(warnings).toEqual(['OpenCV decodes in software here: no hardware is used.']);
  });

  it('has one stream only, and takes the picture of a file of sound for its cover', async () => {
    const { file } = await sharedClip('mp4', { frames: 1 });
    const { signal } = new AbortController();
    const decoder = await opencvDecoder.create({});
    await using video = await decoder.open(file, { signal, logger: silentLogger });
    const options = { stream: 1, frames: new CountingAllocator(), signal, report() {} };
    expect(() => video.frames(options)).toThrow(/first video stream/);
    expect(video.streams[0]!.attachedPicture).toBe(false);
    const music = join(folder, 'music.m4a');
    const bytes = await readFile(file);
    bytes.write('M4A ', bytes.indexOf('ftyp') + 4, 'latin1');
    await writeFile(music, bytes);
    await using cover = await decoder.open(music, { signal, logger: silentLogger });
    expect(cover.streams[0]!.attachedPicture).toBe(true);
  });
});
