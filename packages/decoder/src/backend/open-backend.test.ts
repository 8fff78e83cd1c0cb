import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everyFrame } from '@framesieve/core';
import { changedDecoder, createFakeDecoder, type FakeDecoderOptions } from '@framesieve/testkit';
import { describe, expect, it } from 'vitest';
import { collect, folder, open, write } from '../../test/open-fake-video.ts';
import { FramePool } from '../frame/frame-pool.ts';

describe('choosing a backend', () => {
  it('takes the first that decodes a frame, and says why others were not used', async () => {
    const decoders = [
      { id: 'absent', unavailable: 'it is not installed' },
      { id: 'broken', failAt: 0 },
      { id: 'good' },
    ];
    const pool = new FramePool();
    await using video = await open(await write([0, 40]), { decoders, pool });
    expect(video.description.decoder).toEqual({ id: 'good', version: '1' });
    expect(video.warnings).toEqual([
      expect.stringMatching(/"absent".*"good".*not installed/),
      expect.stringMatching(/"broken".*"good".*broken on purpose/),
    ]);
    expect(pool.inUse).toBe(1);
  });

  it('tries the one that is asked for first', async () => {
    const path = await write([0]);
    const decoders = [{ id: 'one' }, { id: 'two' }];
    await using video = await open(path, { decoders, decoder: 'two' });
    expect(video.description.decoder.id).toBe('two');
  });

  it('goes on with the others when the one that is asked for is not there, and says so', async () => {
    const decoders = [{ id: 'one' }, { id: 'two' }];
    await using video = await open(await write([0]), { decoders, decoder: 'three' });
    expect(video.description.decoder.id).toBe('one');
    expect(video.warnings).toEqual([
      'The decoder "three" could not be used, so "one" was: There is no decoder "three".',
    ]);
    const absent = [{ id: 'one', unavailable: 'it is not installed' }];
    await expect(open(await write([0]), { decoders: absent, decoder: 'three' })).rejects.toMatchObject({
      code: 'decoder-unavailable',
      hint: 'Use one of: one.',
    });
  });

  it('throws the first error that says something about the video, and names those that failed otherwise', async () => {
    const path = join(folder, 'text.mp4');
    await writeFile(path, 'text');
    const decoders = [{ id: 'absent', unavailable: 'it is not installed' }, { id: 'one' }, { id: 'two' }];
    await expect(open(path, { decoders })).rejects.toMatchObject({
      code: 'input-not-video',
      hint: expect.stringMatching(/Also tried: absent [^,]*\.$/),
    });
    await expect(open(path, { decoders: decoders.slice(0, 1) })).rejects.toMatchObject({
      code: 'decoder-unavailable',
    });
    await expect(open(path, { decoders: [] })).rejects.toMatchObject({ code: 'decoder-unavailable' });
  });

  it('closes the video again that a backend has opened in vain', async () => {
    let closed = 0;
    const broken = changedDecoder(createFakeDecoder({ id: 'broken', failAt: 0 }), video => ({
      async [Symbol.asyncDispose]() {
        closed += 1;
        await video[Symbol.asyncDispose]();
      },
    }));
    await using video = await open(await write([0]), { decoders: [broken, {}] });
    expect(video.description.decoder.id).toBe('fake');
    expect(closed).toBe(1);
  });

  it('fails when no frame comes out', async () => {
    await expect(open(await write([]))).rejects.toMatchObject({ code: 'decode-failed' });
  });

  it.each<[string, FakeDecoderOptions]>([
    ['repeats an ordinal', { alter: frame => ({ ...frame, ordinal: Math.min(frame.ordinal, 1) }) }],
    ['gives a fraction as timestamp', { alter: frame => ({ ...frame, ptsTicks: frame.ordinal / 2 }) }],
    ['fails on the way', { failAt: 2 }],
  ])('names a backend that %s', async (_name, options) => {
    const pool = new FramePool();
    await using video = await open(await write([0, 40, 80, 120]), { decoders: [options], pool });
    await expect(collect(video.frames(everyFrame))).rejects.toMatchObject({ code: 'decode-failed' });
    expect(video.frameCount).toBeNull();
    expect(pool.inUse).toBe(0);
  });
});
