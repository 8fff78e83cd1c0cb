import {
  type DecoderFactory,
  everyFrame,
  type PictureFormat,
  type PixelSettings,
  parsePixelFormat,
  type Scan,
  silentLogger,
  unknownColor,
} from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { createMemoryDecoder } from '@framesieve/testkit';
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
  const format: PictureFormat = {
    ...{ width, height, pixelFormat: parsePixelFormat('yuv420p')!, color: unknownColor },
    rotation: 0,
    ...{ mirrored: false, pixelAspect: square, scan },
  };
  const painted = new WeakSet<SharedArrayBuffer>();
  const fill = (bytes: Uint8Array<SharedArrayBuffer>) => {
    if (painted.has(bytes.buffer)) return;
    painted.add(bytes.buffer);
    for (let at = 0; at < bytes.length; at++) bytes[at] = at * 7 + (at >> 9);
  };
  return createMemoryDecoder({ format, count, fill });
}
