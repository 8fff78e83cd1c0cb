import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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

describe.skipIf(!found.available)(`The same samples from both backends (${title})`, () => {
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
