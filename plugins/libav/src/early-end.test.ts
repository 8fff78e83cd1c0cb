import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyFrame, type FrameRecord, type Sampling, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const stage = createDecodeStage({ decoders: [libavDecoder] });

async function decode(path: string, sampling: Sampling) {
  const frames = new FramePool();
  const context = { signal: new AbortController().signal, logger: silentLogger, frames };
  await using video = await stage.run({ path, stream: null, decoder: null }, context);
  const records: FrameRecord[] = [];
  for await (const { record } of video.frames(sampling)) records.push(record);
  expect(frames.inUse).toBe(0);
  return { records, frameCount: video.frameCount };
}

const long = { frames: 150, width: 64, height: 48 };
const clips: readonly (readonly [string, string, ClipOptions, ends: boolean])[] = [
  ['B-frames in MP4', 'mp4', { ...long, bFrames: 3 }, true],
  [
    'open groups in MPEG-TS',
    'ts',
    { ...long, bFrames: 3, encoderOptions: { 'x264-params': 'open-gop=1' } },
    true,
  ],
  ['VP9 in WebM', 'webm', { ...long, encoder: 'libvpx-vp9' }, true],
  [
    'fields in MPEG-TS',
    'ts',
    { ...long, encoder: 'mpeg2video', height: 64, bFrames: 2, scan: 'top-first' },
    true,
  ],
  ['no timestamps, an elementary stream', 'h264', { ...long, bFrames: 3 }, false],
];

describe('a range that ends before the video does', () => {
  it.each(clips)('gives the same frames as a whole decode: %s', async (_name, extension, options, ends) => {
    const { file } = await sharedClip(extension, options);
    const whole = await decode(file, everyFrame);
    expect(whole.frameCount).toBe(long.frames);
    for (const toSeconds of [0.3, 1]) {
      const part = await decode(file, { ...everyFrame, toSeconds });
      expect(part.records).toEqual(whole.records.filter(({ timeSeconds }) => timeSeconds < toSeconds));
      expect(part.records.length).toBeGreaterThan(5);
      // What was not read was not counted.
      expect(part.frameCount).toBe(ends ? null : long.frames);
    }
    const beyond = await decode(file, { ...everyFrame, toSeconds: 1000 });
    expect(beyond).toEqual(whole);
  });

  it('gives the frames of a second part whose time begins anew', async () => {
    const { file } = await sharedClip('ts', { ...long, bFrames: 3 });
    const folder = await mkdtemp(join(tmpdir(), 'framesieve-early-end-'));
    try {
      const twice = join(folder, 'twice.ts');
      const bytes = await readFile(file);
      await writeFile(twice, Buffer.concat([bytes, bytes]));
      const whole = await decode(twice, everyFrame);
      expect(whole.frameCount).toBe(2 * long.frames);
      const part = await decode(twice, { ...everyFrame, toSeconds: 0.3 });
      expect(part.records).toEqual(whole.records.filter(({ timeSeconds }) => timeSeconds < 0.3));
      expect(part.records.at(-1)!.ordinal).toBeGreaterThan(long.frames);
      expect(part.frameCount).toBeNull();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
