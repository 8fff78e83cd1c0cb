import { silentLogger } from '@framesieve/core';
import { clipsWithoutProof, progressiveCertainty } from '@framesieve/testkit';
import { sharedClip } from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

describe('that a stream is progressive', () => {
  it.each(['mp4', 'mkv', 'mov'])(
    'is told by the headers of H.264 in %s, and its first packet',
    async extension => {
      expect(await progressiveCertainty(libavDecoder, extension)).toEqual([false, true]);
    },
  );

  it.each(clipsWithoutProof)('is not certain where it %s', async (_, extension, options) => {
    expect(await progressiveCertainty(libavDecoder, extension, options)).toEqual([false, false]);
  });

  it('is certain of codecs that know no fields', async () => {
    expect(await progressiveCertainty(libavDecoder, 'webm', { encoder: 'libvpx' })).toEqual([true, true]);
  });

  it('is not certain of a stream that is not there', async () => {
    const { file } = await sharedClip('mp4', { frames: 8, gop: 4 });
    const decoder = await libavDecoder.create({ threads: 1 });
    const { signal } = new AbortController();
    await using video = await decoder.open(file, { signal, logger: silentLogger });
    expect(video.isProgressive!(7)).toBe(false);
  });
});
