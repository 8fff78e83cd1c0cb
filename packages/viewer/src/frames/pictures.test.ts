import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DecodeStage, silentLogger } from '@framesieve/core';
import { readFrameNumber } from '@framesieve/testkit/clips';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { scoredClip } from '../../test/scored-clip.ts';
import { startTestViewer } from '../../test/start-test-viewer.ts';

const path = (ordinal: number, size = 'full') => `api/decodes/1/frames/${ordinal}/picture?size=${size}`;

/** The number that a picture of a generated clip carries, and its size. */
async function look(answer: Response) {
  const image = sharp(await answer.arrayBuffer());
  const { data, info } = await image.greyscale().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples = Uint8Array.from({ length: width * height }, (_, i) => data[i * channels]!);
  return { number: readFrameNumber({ samples, width, height }), width, height };
}

function lostConnection(): never {
  throw new Error('The connection is lost.');
}

describe('pictures of frames', () => {
  it('are of the very frame, in each size, and may be kept', async () => {
    await using clip = await scoredClip();
    await using viewer = await startTestViewer(clip);
    for (const ordinal of [17, 0, 39, 18]) {
      const answer = await viewer.get(path(ordinal));
      expect(answer.headers.get('content-type')).toBe('image/webp');
      expect(answer.headers.get('x-frame-verified')).toBe('exact');
      expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
      expect(await look(answer)).toEqual({ number: ordinal, width: 160, height: 120 });
      expect(await look(await viewer.get(path(ordinal, 'large')))).toMatchObject({
        number: ordinal,
        height: 120,
      });
      expect(await look(await viewer.get(path(ordinal, 'thumb')))).toMatchObject({
        number: ordinal,
        height: 160,
      });
    }
  });

  it('are all right when many are asked for at the same time, some twice and some given up', async () => {
    await using clip = await scoredClip();
    await using viewer = await startTestViewer(clip);
    const ordinals = [...clip.records.keys()].sort((a, b) => Math.sin(a * 7) - Math.sin(b * 7));
    const givenUp = ordinals.map(ordinal => {
      const going = new AbortController();
      setTimeout(() => going.abort(), ordinal);
      return fetch(new URL(path(ordinal, 'large'), viewer.url), { signal: going.signal }).then(
        answer => answer.arrayBuffer(),
        () => null,
      );
    });
    const asked = [...ordinals, ...ordinals.slice(0, 10)];
    const found = await Promise.all(
      asked.map(async ordinal => (await look(await viewer.get(path(ordinal, 'thumb')))).number),
    );
    expect(found).toEqual(asked);
    await Promise.all(givenUp);
    expect((await look(await viewer.get(path(5, 'large')))).number).toBe(5);
  });

  it('are turned, and have square pixels', async () => {
    await using clip = await scoredClip({
      clip: { rotation: 90, pixelAspect: { numerator: 2, denominator: 1 }, numbered: false, frames: 6 },
    });
    await using viewer = await startTestViewer(clip);
    expect(await look(await viewer.get(path(3)))).toMatchObject({ width: 120, height: 320 });
    const library = await viewer.json<{ videos: { decodes: { aspect: number }[] }[] }>('api/library');
    expect(library.videos[0]!.decodes[0]!.aspect).toBeCloseTo(120 / 320);
  });

  it.each([
    ['whose run has not come to its end', { scoredFrames: 90 }],
    ['of which every seventh frame was scored', { every: 7 }],
    ['of which every seventh frame was scored so far', { every: 7, scoredFrames: 90 }],
  ])('are of the very frame also of a video %s', async (_, how) => {
    await using clip = await scoredClip({ clip: { frames: 120, gop: 10, bFrames: 2 }, ...how });
    const notes: string[] = [];
    const logger = { ...silentLogger, debug: (note: string) => void notes.push(note) };
    await using viewer = await startTestViewer(clip, { logger });
    for (const ordinal of [84, 14, 77, 0, 63])
      expect(await look(await viewer.get(path(ordinal)))).toMatchObject({ number: ordinal });
    expect((await viewer.get(path('every' in how ? 85 : 95))).status).toBe(404);
    // Where all frames before it are known, a frame is reached without decoding from the start.
    expect(notes.some(note => /1 of \d+, by 1 seek/.test(note))).toBe(!('every' in how));
  });

  it('are not given of frames that were not scored, or in other sizes', async () => {
    await using clip = await scoredClip({ clip: { frames: 6 } });
    await using viewer = await startTestViewer(clip);
    const missing = await viewer.get(path(6));
    expect([missing.status, await missing.json()]).toMatchObject([404, { code: 'nothing-stored' }]);
    expect((await viewer.get(path(2, 'huge'))).status).toBe(400);
    expect((await viewer.get('api/decodes/1/frames/2/picture')).status).toBe(400);
    expect((await viewer.get('api/decodes/2/frames/2/picture?size=thumb')).status).toBe(404);
  });

  it('are not given where the frame is not the one that was scored, and those of others are', async () => {
    await using clip = await scoredClip({
      clip: { frames: 12 },
      change: record => (record.ordinal === 7 ? { ...record, fingerprint: 1n } : record),
    });
    await using viewer = await startTestViewer(clip);
    const [changed, other] = await Promise.all([viewer.get(path(7)), viewer.get(path(8))]);
    expect([changed.status, await changed.json()]).toMatchObject([409, { code: 'frame-mismatch' }]);
    expect((await look(other)).number).toBe(8);
  });

  it('are not given of another video that lies where the scored one did', async () => {
    await using clip = await scoredClip({ clip: { frames: 6 } });
    await using other = await scoredClip({ clip: { frames: 7 } });
    await using viewer = await startTestViewer(clip);
    await writeFile(clip.path, await (await import('node:fs/promises')).readFile(other.path));
    const answer = await viewer.get(path(2));
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'frame-mismatch' }]);
  });

  it('are given of a video that is named where it is now, whatever else the database knows', async () => {
    await using clip = await scoredClip({ clip: { frames: 6 } });
    const moved = join(clip.folder, 'moved.mp4');
    await rename(clip.path, moved);
    await using lost = await startTestViewer(clip, { named: { videoId: 2, path: moved } });
    expect((await lost.get(path(3))).status).toBe(404);
    await using viewer = await startTestViewer(clip, { named: { videoId: 1, path: moved } });
    expect(await viewer.json('api/library')).toMatchObject({
      videos: [{ isFound: true, name: 'moved.mp4' }],
    });
    expect((await look(await viewer.get(path(3)))).number).toBe(3);
  });

  it('are given again after the video could not be read from, since it is opened anew', async () => {
    await using clip = await scoredClip({ clip: { frames: 6 } });
    let opened = 0;
    const decode: DecodeStage = {
      name: 'decode',
      async run(request, context) {
        const video = await clip.decode.run(request, context);
        if (++opened > 1) return video;
        return new Proxy(video, {
          get(target, name) {
            if (name === 'framesAt') return lostConnection;
            const member: unknown = Reflect.get(target, name, target);
            return typeof member === 'function' ? member.bind(target) : member;
          },
        });
      },
    };
    await using viewer = await startTestViewer(clip, { decode });
    const failed = await viewer.get(path(2));
    expect(await failed.json()).toMatchObject({
      code: 'decode-failed',
      message: expect.stringContaining('The connection is lost.'),
    });
    expect((await look(await viewer.get(path(2)))).number).toBe(2);
    expect((await look(await viewer.get(path(4)))).number).toBe(4);
    expect(opened).toBe(2);
  });

  it('are not given of a video that is gone, which the library says, and are when it is back', async () => {
    await using clip = await scoredClip({ clip: { frames: 6 } });
    await using viewer = await startTestViewer(clip);
    const { readFile, rm } = await import('node:fs/promises');
    const bytes = await readFile(clip.path);
    await rm(clip.path);
    expect(await viewer.json('api/library')).toMatchObject({
      videos: [{ isFound: false, name: 'clip.mp4' }],
    });
    const answer = await viewer.get(path(2));
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'input-missing' }]);
    await writeFile(clip.path, bytes);
    expect(await viewer.json('api/library')).toMatchObject({ videos: [{ isFound: true }] });
    await expect.poll(async () => (await viewer.get(path(2))).status, { timeout: 20_000 }).toBe(200);
  });
});
