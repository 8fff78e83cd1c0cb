import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type DecoderFactory,
  everyFrame,
  type FrameRecord,
  type PictureFormat,
  silentLogger,
} from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { afterAll, describe, expect, it } from 'vitest';

const found = await ffmpegDecoder.availability();
const title = found.available ? `libav and ffmpeg ${found.version}` : 'skipped: there is no ffmpeg command';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-backends-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Decoded {
  readonly records: readonly FrameRecord[];
  readonly formats: readonly PictureFormat[];
  readonly startPts: number;
  readonly timeBase: string;
}

async function decode(path: string, factory: DecoderFactory): Promise<Decoded> {
  const frames = new FramePool();
  const context = { signal: new AbortController().signal, logger: silentLogger, frames };
  const stage = createDecodeStage({ decoders: [factory] });
  await using video = await stage.run({ path, stream: null, decoder: null }, context);
  const records: FrameRecord[] = [];
  const formats: PictureFormat[] = [];
  for await (const frame of video.frames(everyFrame)) {
    records.push(frame.record);
    formats.push(frame.format);
  }
  const { numerator, denominator } = video.description.stream.timeBase;
  return { records, formats, startPts: video.description.startPts, timeBase: `${numerator}/${denominator}` };
}

const times = ({ records }: Decoded) =>
  records.map(({ ordinal, ptsTicks, ptsSource, timeSeconds }) =>
    // An estimate follows the stated frame rate, which FFmpeg's versions guess differently where the file has none.
    ptsSource === 'container' ? [ordinal, ptsTicks, timeSeconds] : [ordinal, ptsSource],
  );
const pictures = ({ records }: Decoded) =>
  records.map(({ width, height, fingerprint }) => [width, height, fingerprint]);

/** The two backends must agree on every frame; with `samples: false`, on everything but the samples. */
async function compare(path: string, { samples } = { samples: true }): Promise<Decoded> {
  const [libav, ffmpeg] = await Promise.all([decode(path, libavDecoder), decode(path, ffmpegDecoder)]);
  expect(times(ffmpeg)).toEqual(times(libav));
  expect([ffmpeg.startPts, ffmpeg.timeBase]).toEqual([libav.startPts, libav.timeBase]);
  if (samples) {
    expect(pictures(ffmpeg)).toEqual(pictures(libav));
    expect(ffmpeg.formats).toEqual(libav.formats);
  }
  return ffmpeg;
}

describe.skipIf(!found.available)(`The same frames from both backends (${title})`, () => {
  const bFrames: ClipOptions = { bFrames: 3, frames: 24 };
  const generated: readonly (readonly [string, string, ClipOptions])[] = [
    ['H.264 with B-frames, MP4', 'mp4', bFrames],
    ['H.264 without timestamps, elementary stream', 'h264', bFrames],
    ['H.264 with decoding times only, AVI', 'avi', bFrames],
    ['H.264 with a start offset, MPEG-TS', 'ts', bFrames],
    ['HEVC 10 bit, Matroska', 'mkv', { frames: 12, encoder: 'libx265', pixelFormat: 'yuv420p10le' }],
    ['VP9, WebM', 'webm', { frames: 12, encoder: 'libvpx-vp9' }],
    ['MPEG-2 with B-frames, MPEG-TS', 'ts', { frames: 24, encoder: 'mpeg2video', bFrames: 2 }],
    ['MPEG-4, AVI', 'avi', { frames: 24, encoder: 'mpeg4', bFrames: 1 }],
    [
      'FFV1 4:4:4, odd size, Matroska',
      'mkv',
      { frames: 6, encoder: 'ffv1', pixelFormat: 'yuv444p', width: 161, height: 99 },
    ],
    ['Motion JPEG, full range, AVI', 'avi', { frames: 6, encoder: 'mjpeg', pixelFormat: 'yuvj420p' }],
    ['turned and mirrored, MP4', 'mp4', { frames: 4, rotation: 90, mirrored: true }],
    [
      'anamorphic and tagged, MP4',
      'mp4',
      {
        frames: 4,
        pixelAspect: { numerator: 16, denominator: 11 },
        color: { matrix: 'bt601', range: 'limited', transfer: 'smpte170m', primaries: 'smpte170m' },
      },
    ],
    [
      'variable frame rate, MP4',
      'mp4',
      {
        frames: 6,
        timeBase: { numerator: 1, denominator: 1000 },
        ptsTicks: [0, 33, 40, 500, 533, 2000],
      },
    ],
  ];

  it.each(generated)('%s', async (_, extension, options) => {
    const { file, truth } = await sharedClip(extension, options);
    const { records } = await compare(file);
    expect(records).toHaveLength(truth.frames);
  });

  it.each([
    'nv12',
    'nv21',
    'uyvy422',
    'yuyv422',
    'rgb24',
    'bgr0',
    'bgra',
    'argb',
    'rgb48be',
    'rgba64le',
    'gray',
    'gray16be',
    'ya8',
    'yuv420p10be',
    'pal8',
  ])('raw %s, every sample rearranged alike', async pixelFormat => {
    const file = join(folder, `${pixelFormat}.nut`);
    const source = [
      '-f',
      'lavfi',
      '-i',
      'nullsrc=s=66x34:r=5:d=1,format=yuv444p,geq=random(1)*255:random(2)*255:random(3)*255',
    ];
    const output = ['-c:v', 'rawvideo', '-pix_fmt', pixelFormat, file];
    await promisify(execFile)(process.env.FRAMESIEVE_FFMPEG || 'ffmpeg', [
      '-v',
      'error',
      '-nostdin',
      ...source,
      ...output,
    ]);
    const { records } = await compare(file);
    expect(records).toHaveLength(5);
  });

  it('two sizes in one stream, timestamps that go back', async () => {
    const small = await sharedClip('ts', { frames: 10 });
    const large = await sharedClip('ts', { frames: 10, width: 320, height: 240 });
    const file = join(folder, 'sizes.ts');
    await writeFile(file, Buffer.concat([await readFile(small.file), await readFile(large.file)]));
    const { records } = await compare(file);
    expect(records).toHaveLength(20);
    expect(new Set(records.map(record => record.width))).toEqual(new Set([160, 320]));
  });
});

const real = sharedClips();

describe.skipIf(real.length === 0 || !found.available)(`Real clips through both backends (${title})`, () => {
  it.each(real)('$name', async clip => {
    // FFmpeg's versions decode this old codec differently.
    const { records, timeBase } = await compare(clip.path, { samples: clip.codec !== 'msmpeg4v3' });
    expect(timeBase).toBe(clip.timeBase);
    expect(records.map(record => (record.ptsSource === 'container' ? record.ptsTicks : null))).toEqual(
      clip.ptsTicks,
    );
    const keys = records.filter(record => record.keyFrame).map(record => record.ordinal);
    expect(keys).toEqual(clip.keyFrames);
  });
});
