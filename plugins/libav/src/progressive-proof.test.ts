import { type ReadOptions, silentLogger } from '@framesieve/core';
import { CountingAllocator } from '@framesieve/testkit';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const size = { frames: 8, gop: 4 };

/** What is certain before the first frame was decoded, and behind it. */
async function certainty(extension: string, options: ClipOptions) {
  const { file } = await sharedClip(extension, { ...size, ...options });
  const { signal } = new AbortController();
  const decoder = await libavDecoder.create({ threads: 2 });
  await using video = await decoder.open(file, { signal, logger: silentLogger });
  const before = video.isProgressive!(0);
  const read: ReadOptions = { stream: 0, frames: new CountingAllocator(), signal, report() {} };
  for await (const { buffer } of video.frames(read)) {
    buffer.release();
    break;
  }
  return [before, video.isProgressive!(0)];
}

describe('that a stream is progressive', () => {
  it.each(['mp4', 'mkv', 'mov'])(
    'is told by the headers of H.264 in %s, and its first packet',
    async extension => {
      expect(await certainty(extension, {})).toEqual([false, true]);
    },
  );

  it.each<[string, string, ClipOptions]>([
    ['may be interlaced', 'mp4', { scan: 'top-first' }],
    ['has messages of fields', 'mp4', { encoderOptions: { 'x264-params': 'pic-struct=1' } }],
    ['has parameter sets in its packets', 'mp4', { encoderOptions: { 'x264-params': 'repeat-headers=1' } }],
    ['is in a transport stream', 'ts', {}],
    ['has no container', 'h264', {}],
  ])('is not certain where it %s', async (_, extension, options) => {
    expect(await certainty(extension, options)).toEqual([false, false]);
  });

  it('is certain of codecs that know no fields', async () => {
    expect(await certainty('webm', { encoder: 'libvpx' })).toEqual([true, true]);
  });

  it('is not certain of a stream that is not there', async () => {
    const { file } = await sharedClip('mp4', size);
    const decoder = await libavDecoder.create({ threads: 1 });
    const { signal } = new AbortController();
    await using video = await decoder.open(file, { signal, logger: silentLogger });
    expect(video.isProgressive!(7)).toBe(false);
  });
});
