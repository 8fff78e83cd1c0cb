import {
  type DecoderFactory,
  type Frame,
  type PictureFormat,
  parsePixelFormat,
  type Scan,
  unknownColor,
} from '@framesieve/core';
import { createDecodeStage, frameToRgb } from '@framesieve/decoder';
import { createMemoryDecoder, makeFrame } from '@framesieve/testkit';
import { decode } from '../decoding.ts';
import type { Case } from '../measure.ts';

const frames = 300;
const [width, height] = [1920, 1080];
const square = { numerator: 1, denominator: 1 };

/**
 * What the decode stage itself costs for each frame of 1080p in 8-bit 4:2:0, over a decoder that costs nothing, and what RGB
 * does, which exporting and learned metrics take.
 */
export function factsCases(): readonly Case[] {
  return [
    { name: 'fingerprint and facts', unit: 'frame', run: runOf('progressive', frames) },
    { name: 'the same, deinterlaced', unit: 'frame', run: runOf('top-first', frames / 10) },
    { name: 'RGB of a frame', unit: 'frame', run: rgbOf(makeTexture()) },
  ];
}

function runOf(scan: Scan, count: number): Case['run'] {
  const stage = createDecodeStage({ decoders: [idleDecoder(scan, count)] });
  return () => decode(stage, import.meta.filename, count, { crop: 'none' });
}

function makeTexture(): Frame {
  const sample = (plane: number, x: number, y: number) => 40 + ((x * 7 + y * 13 + plane * 31) % 160);
  return makeFrame('yuv420p', width, height, sample);
}

function rgbOf(frame: Frame): Case['run'] {
  return async () => {
    for (let time = 0; time < frames / 10; time++) frameToRgb(frame);
    return frames / 10;
  };
}

/** Gives out frames with whatever lies in their memory: a pattern, the first time that it is used. */
function idleDecoder(scan: Scan, count: number): DecoderFactory {
  const format: PictureFormat = {
    ...{ width, height, pixelFormat: parsePixelFormat('yuv420p')!, color: unknownColor },
    rotation: 0,
    ...{ mirrored: false, pixelAspect: square, scan },
  };
  const painted = new Set<string>();
  const fill = (bytes: Uint8Array<SharedArrayBuffer>) => {
    const place = `${bytes.byteOffset}`;
    if (painted.has(place)) return;
    painted.add(place);
    for (let at = 0; at < bytes.length; at++) bytes[at] = at * 7 + (at >> 9);
  };
  return createMemoryDecoder({ format, count, fill });
}
