import { everyFrame, type Rational, type RgbImage, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool, frameToRgb } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import sharp from 'sharp';
import type { Source } from './sources.ts';

/** The pictures of a source, one after the other, and how fast they go. */
export interface SourcePictures {
  /** Of one size, both sides even. */
  readonly pictures: readonly RgbImage[];
  readonly frameRate: Rational;
}

/** Decodes the parts of a source that are used, reduced to at most `lines` lines. */
export async function readSource(source: Source, lines: number): Promise<SourcePictures> {
  const stage = createDecodeStage({ decoders: [libavDecoder] });
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  const request = {
    ...{ path: source.path, stream: null, decoder: null },
    pixels: { crop: 'none', deinterlace: 'off' },
  } as const;
  await using video = await stage.run(request, context);
  const end = Math.max(...source.parts.map(([, last]) => last));
  const pictures: RgbImage[] = [];
  for await (const frame of video.frames(everyFrame)) {
    const { ordinal } = frame.record;
    if (source.parts.some(([first, last]) => ordinal >= first && ordinal < last)) {
      pictures.push(await reduced(frameToRgb(frame), lines));
    }
    if (ordinal + 1 >= end) break;
  }
  return { pictures, frameRate: video.description.stream.frameRate ?? { numerator: 25, denominator: 1 } };
}

async function reduced({ width, height, data }: RgbImage, lines: number): Promise<RgbImage> {
  const scale = Math.min(1, lines / height);
  const even = (side: number) => 2 * Math.round((side * scale) / 2);
  const size = { width: even(width), height: even(height) };
  const picture = sharp(data, { raw: { width, height, channels: 3 } }).resize({ ...size, fit: 'fill' });
  return { ...size, data: new Uint8Array(await picture.raw().toBuffer()) };
}

/** Forth and back until there are so many: 0 1 2 3 2 1 0 1 … */
export function lengthened<Item>(items: readonly Item[], count: number): readonly Item[] {
  const round = Math.max(1, 2 * items.length - 2);
  return Array.from({ length: count }, (_, i) => {
    const at = i % round;
    return items[at < items.length ? at : round - at]!;
  });
}
