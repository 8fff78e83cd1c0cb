import { type DecodeRequest, type DecodeStage, everyFrame, silentLogger } from '@framesieve/core';
import { Registry } from '@framesieve/core/registry';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import libav from '@framesieve/plugin-libav';
import { sharedClip } from '@framesieve/testkit/clips';
import { expect, it } from 'vitest';
import { OpenAhead } from './open-ahead.ts';

const signal = new AbortController().signal;

function decoding() {
  const registry = new Registry();
  registry.use(libav);
  const counts = { opened: 0, closed: 0 };
  const stage = createDecodeStage({ decoders: registry.decoders });
  const counted: DecodeStage = {
    name: 'decode',
    async run(request, context) {
      counts.opened += 1;
      context.logger.warn(`${request.path} is being opened`);
      const video = await stage.run(request, context);
      const close = video[Symbol.asyncDispose].bind(video);
      video[Symbol.asyncDispose] = async () => {
        counts.closed += 1;
        await close();
      };
      return video;
    },
  };
  const frames = new FramePool();
  return { ahead: new OpenAhead(counted), counts, frames };
}

async function requestOf(): Promise<DecodeRequest> {
  const { file } = await sharedClip('mp4', { frames: 3 });
  return { path: file, stream: null, decoder: null };
}

it('hands out what was opened, once, with what was said meanwhile', async () => {
  const { ahead, counts, frames } = decoding();
  const request = await requestOf();
  ahead.prepare(request, everyFrame, { signal, frames });
  const warnings: string[] = [];
  const context = {
    signal,
    frames,
    logger: { ...silentLogger, warn: (text: string) => warnings.push(text) },
  };
  await using first = await ahead.run({ ...request }, context);
  expect(counts.opened).toBe(1);
  expect(warnings).toEqual([`${request.path} is being opened`]);
  let seen = 0;
  for await (const _ of first.frames(everyFrame)) seen += 1;
  expect(seen).toBe(3);
  expect(await ahead.firstFrame()).toBe(null);
  await using second = await ahead.run(request, context);
  expect(second).not.toBe(first);
  expect([counts.opened, warnings.length]).toEqual([2, 2]);
});

it('has read the first frame that is wanted, which is then given out as the first', async () => {
  const { ahead, frames } = decoding();
  const request = await requestOf();
  const everyOther = { ...everyFrame, every: 2 };
  ahead.prepare(request, everyOther, { signal, frames });
  const first = await ahead.firstFrame();
  await using video = await ahead.run(request, { signal, frames, logger: silentLogger });
  const seen = [];
  for await (const frame of video.frames(everyOther)) seen.push(frame);
  expect(seen[0]).toBe(first);
  expect(seen.map(({ record }) => record.ordinal)).toEqual([0, 2]);
  const again = [];
  for await (const frame of video.frames(everyOther)) again.push(frame.record.ordinal);
  expect(again).toEqual([0, 2]);
});

it('reads nothing ahead of frames that begin later', async () => {
  const { ahead, frames } = decoding();
  const request = await requestOf();
  const later = { ...everyFrame, fromSeconds: 0.05 };
  ahead.prepare(request, later, { signal, frames });
  expect(await ahead.firstFrame()).toBe(null);
  await using video = await ahead.run(request, { signal, frames, logger: silentLogger });
  const ordinals = [];
  for await (const { record } of video.frames(later)) ordinals.push(record.ordinal);
  expect(ordinals).toEqual([2]);
});

it('reads what others want anew', async () => {
  const { ahead, frames } = decoding();
  const request = await requestOf();
  ahead.prepare(request, { ...everyFrame, every: 2 }, { signal, frames });
  await ahead.firstFrame();
  const video = await ahead.run(request, { signal, frames, logger: silentLogger });
  const ordinals = [];
  for await (const { record } of video.frames(everyFrame)) ordinals.push(record.ordinal);
  expect(ordinals).toEqual([0, 1, 2]);
  await video[Symbol.asyncDispose]();
  expect(frames.inUse).toBe(0);
});

it('opens what it has not prepared, and closes what nobody asked for', async () => {
  const { ahead, counts, frames } = decoding();
  const request = await requestOf();
  ahead.prepare(request, everyFrame, { signal, frames });
  const other = { ...request, pixels: { crop: 'none' } as never };
  const video = await ahead.run(other, { signal, frames, logger: silentLogger });
  await video[Symbol.asyncDispose]();
  expect(counts).toEqual({ opened: 2, closed: 1 });
  await ahead[Symbol.asyncDispose]();
  expect(counts).toEqual({ opened: 2, closed: 2 });
  expect(frames.inUse).toBe(0);
});

it('fails for whoever asks for what can not be opened, and for nobody else', async () => {
  const { ahead, frames } = decoding();
  const request = { ...(await requestOf()), path: '/no/such/file.mp4' };
  ahead.prepare(request, everyFrame, { signal, frames });
  await new Promise(resolve => setTimeout(resolve, 20));
  const asked = ahead.run(request, { signal, frames, logger: silentLogger });
  await expect(asked).rejects.toMatchObject({ code: 'input-missing' });
  ahead.prepare(request, everyFrame, { signal, frames });
  await ahead[Symbol.asyncDispose]();
});
