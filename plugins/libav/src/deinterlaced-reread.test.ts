import { createHash } from 'node:crypto';
import { everyFrame, type Frame, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const frames = 90;

async function see(source: AsyncIterable<Frame>) {
  const seen: (Pick<Frame['record'], 'ordinal' | 'ptsTicks' | 'fingerprint' | 'keyFrame'> & {
    readonly digest: string;
  })[] = [];
  for await (const { record, bytes, format } of source) {
    expect(format.scan).toBe('progressive');
    const { ordinal, ptsTicks, fingerprint, keyFrame } = record;
    const digest = createHash('sha256').update(bytes).digest('hex');
    seen.push({ ordinal, ptsTicks, fingerprint, keyFrame, digest });
  }
  return seen;
}

const clips: readonly (readonly [string, string, ClipOptions])[] = [
  ['MPEG-2 in MPEG-TS', 'ts', { encoder: 'mpeg2video', height: 64, bFrames: 2, scan: 'top-first' }],
  ['H.264 in MP4', 'mp4', { bFrames: 2, scan: 'bottom-first' }],
];

describe('deinterlaced frames that are read again', () => {
  it.each(clips)('are the same to the byte, with and without an index: %s', async (_, extension, options) => {
    const { file } = await sharedClip(extension, { width: 80, height: 64, ...options, frames });
    const pool = new FramePool();
    const { signal } = new AbortController();
    const stage = createDecodeStage({ decoders: [libavDecoder] });
    await using video = await stage.run(
      { path: file, stream: null, decoder: null },
      { signal, logger: silentLogger, frames: pool },
    );
    expect(video.description.pixelPipeline).toBe('bwdif');
    const all = await see(video.frames(everyFrame));
    expect(all).toHaveLength(frames);
    const index = {
      ptsTicks: Float64Array.from(all, ({ ptsTicks }) => ptsTicks),
      keyFrames: Uint8Array.from(all, ({ keyFrame }) => Number(keyFrame)),
    };
    for (const how of [{}, { index }, { linear: true }]) {
      const ordinals = [0, 29, 30, 62, 88, 89];
      expect(await see(video.framesAt(ordinals, how))).toEqual(ordinals.map(ordinal => all[ordinal]));
    }
    expect(pool.inUse).toBe(0);
  });
});
