import {
  type DecodeDescription,
  type DecodedVideo,
  type DecodeStage,
  type Store,
  silentLogger,
} from '@framesieve/core';
import { makeDecodeDescription } from '@framesieve/testkit/records';
import { expect, it } from 'vitest';
import type { DecodeRecord } from '../library/decode-record.ts';
import { PictureDesk } from './picture-desk.ts';

const description: DecodeDescription = makeDecodeDescription();
const identity = { sizeBytes: 1, sha256: '0'.repeat(64) };
const recordOf = (decodeId: number): DecodeRecord => ({
  ...{ decodeId, description, frameCount: null, runs: [], newest: [] },
  video: { videoId: 1, identity, paths: ['/videos/a.mp4'], runs: [] },
});

/** A desk on videos without a frame, and how many of them were opened and closed. */
function makeDesk() {
  const counts = { opened: 0, closed: 0 };
  const video = () =>
    ({
      ...{ path: '/videos/a.mp4', identity, description, recording: null },
      async *framesAt() {},
      async [Symbol.asyncDispose]() {
        counts.closed++;
      },
    }) as unknown as DecodedVideo;
  const decode = {
    name: 'decode',
    async run() {
      counts.opened++;
      return video();
    },
  } as unknown as DecodeStage;
  const store = { frames: async () => [], frameIndex: async () => null } as unknown as Store;
  const rgb = () => Promise.reject(new Error('No picture is needed.'));
  const createFrames = () => ({ acquire: rgb });
  const { signal } = new AbortController();
  const desk = new PictureDesk({
    ...{ store, decode, input: {}, named: null, logger: silentLogger, signal },
    ...{ createFrames, rgb: rgb as never },
  });
  return { desk, counts };
}

it('goes on reading ahead what is still near when somebody steps', async () => {
  const { desk } = makeDesk();
  await using _ = desk;
  const record = recordOf(1);
  desk.prepare(record, [1, 2, 3, 4]);
  desk.prepare(record, [2, 3, 4, 5]);
  await Promise.resolve();
  expect([1, 2, 3, 4, 5].map(ordinal => desk.isReady(record, ordinal))).toEqual([
    false,
    ...Array(4).fill(true),
  ]);
});

it('closes as many idle videos as it takes to have few open', async () => {
  const { desk, counts } = makeDesk();
  const { signal } = new AbortController();
  const look = (decodeId: number) => desk.withFrame(recordOf(decodeId), 1, signal, async () => {});
  const failed = await Promise.allSettled([1, 2, 3, 4].map(look));
  for (const outcome of failed)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'nothing-stored' } });
  expect(counts).toEqual({ opened: 4, closed: 0 });
  await expect(look(5)).rejects.toMatchObject({ code: 'nothing-stored' });
  await expect.poll(() => counts).toEqual({ opened: 5, closed: 3 });
  await desk[Symbol.asyncDispose]();
  expect(counts.closed).toBe(5);
});
