import {
  type DecoderFactory,
  everyFrame,
  frameLayout,
  type PixelSettings,
  parsePixelFormat,
  type ReadOptions,
  type Scan,
  silentLogger,
  unknownColor,
} from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import type { Case } from './measure.ts';

const frames = 300;
const [width, height] = [1920, 1080];
const square = { numerator: 1, denominator: 1 };

/** What the decode stage itself costs for each frame of 1080p in 8-bit 4:2:0, over a decoder that costs nothing. */
export function frameCases(): readonly Case[] {
  return [
    { name: 'fingerprint and facts, 1080p', run: runOf('progressive', frames) },
    { name: 'the same, deinterlaced', run: runOf('top-first', frames / 10) },
  ];
}

function runOf(scan: Scan, count: number): Case['run'] {
  const stage = createDecodeStage({ decoders: [idleDecoder(scan, count)] });
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  const pixels: Partial<PixelSettings> = { crop: 'none' };
  const request = { path: import.meta.filename, stream: null, decoder: null, pixels };
  return async () => {
    await using video = await stage.run(request, context);
    for await (const _ of video.frames(everyFrame));
    return video.frameCount!;
  };
}

/** Gives out frames with whatever lies in their memory: a pattern, the first time that it is used. */
function idleDecoder(scan: Scan, count: number): DecoderFactory {
  const pixelFormat = parsePixelFormat('yuv420p')!;
  const picture = {
    width,
    height,
    color: unknownColor,
    rotation: 0,
    mirrored: false,
    pixelAspect: square,
  } as const;
  const { byteLength } = frameLayout(pixelFormat, width, height);
  const painted = new WeakSet<SharedArrayBuffer>();
  async function* read(ordinals: Iterable<number>, options: ReadOptions) {
    for (const ordinal of ordinals) {
      const buffer = await options.frames.acquire(byteLength, options.signal);
      const { bytes } = buffer;
      if (!painted.has(bytes.buffer)) for (let at = 0; at < byteLength; at++) bytes[at] = at * 7 + (at >> 9);
      painted.add(bytes.buffer);
      const format = { ...picture, pixelFormat: { ...pixelFormat }, scan };
      yield { ordinal, ptsTicks: ordinal, keyFrame: true, corrupt: false, format, buffer };
    }
  }
  const stream = {
    ...{
      ...picture,
      index: 0,
      codec: 'idle',
      pixelFormat: pixelFormat.name,
      timeBase: square,
      frameRate: null,
    },
    ...{ durationSeconds: null, frameCount: count, attachedPicture: false, isDefault: true },
  };
  const open = async () => ({
    container: 'idle',
    streams: [stream],
    frames: (options: ReadOptions) => read(Array(count).keys(), options),
    framesAt: (ordinals: readonly number[], options: ReadOptions) => read(ordinals, options),
    async [Symbol.asyncDispose]() {},
  });
  return {
    id: 'idle',
    summary: 'Frames that nobody decoded',
    availability: async () => ({ available: true, version: '1' }),
    create: async () => ({ id: 'idle', version: '1', open }),
  };
}
