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
import { describe, expect, it } from 'vitest';

const found = await ffmpegDecoder.availability();
const title = found.available ? `libav and ffmpeg ${found.version}` : 'skipped: there is no ffmpeg command';

/** Frames that are read of a clip: of the long one no more than show that nothing which is kept of packets runs full. */
const most = 1500;

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
    if (records.length === most) break;
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

const real = sharedClips();

describe.skipIf(real.length === 0 || !found.available)(`Real clips through both backends (${title})`, () => {
  it.each(real)('$name', async clip => {
    // FFmpeg's versions decode this old codec differently.
    const { records, timeBase } = await compare(clip.path, { samples: clip.codec !== 'msmpeg4v3' });
    expect(timeBase).toBe(clip.timeBase);
    expect(records.map(record => (record.ptsSource === 'container' ? record.ptsTicks : null))).toEqual(
      clip.ptsTicks.slice(0, most),
    );
    const keys = records.filter(record => record.keyFrame).map(record => record.ordinal);
    expect(keys).toEqual(clip.keyFrames.filter(ordinal => ordinal < most));
  });
});
