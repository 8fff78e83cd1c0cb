import {
  type DecodedVideo,
  type DecoderFactory,
  type DecodeStage,
  everyFrame,
  type Frame,
  silentLogger,
} from '@framesieve/core';
import { createDecodeStage, FramePool, planeSamples } from '@framesieve/decoder';
import { readFrameNumber } from '@framesieve/testkit/clips';

/** What a test compares of a frame. */
export interface SeenFrame {
  readonly ordinal: number;
  /** The number that its pixels carry; `null` when they carry none that is readable. */
  readonly number: number | null;
  /** `null` where it is estimated. */
  readonly ptsTicks: number | null;
  readonly keyFrame: boolean;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: string;
  readonly rotation: number;
  readonly fingerprint: bigint;
}

/** One per backend: a stage keeps its threads for the next video. */
const stages = new Map<DecoderFactory, DecodeStage>();

/** Opens a clip with one backend, its pixels left as they are decoded. */
export async function withVideo<T>(
  path: string,
  factory: DecoderFactory,
  use: (video: DecodedVideo) => Promise<T>,
): Promise<T> {
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  const pixels = { crop: 'none', deinterlace: 'off', toneMap: 'off' } as const;
  const stage = stages.get(factory) ?? createDecodeStage({ decoders: [factory] });
  stages.set(factory, stage);
  await using video = await stage.run({ path, stream: null, decoder: null, pixels }, context);
  return await use(video);
}

/** Looks at all frames of an iteration. */
export async function see(frames: AsyncIterable<Frame>): Promise<readonly SeenFrame[]> {
  const seen: SeenFrame[] = [];
  for await (const frame of frames) seen.push(look(frame));
  return seen;
}

/** Looks at all frames of a video. */
export function seeAll(video: DecodedVideo): Promise<readonly SeenFrame[]> {
  return see(video.frames(everyFrame));
}

/** Looks at one frame. */
export function look(frame: Frame): SeenFrame {
  const { ordinal, ptsTicks, ptsSource, keyFrame, width, height, fingerprint } = frame.record;
  const { pixelFormat, rotation } = frame.format;
  const { bitDepth, name } = pixelFormat;
  const [luma] = frame.layout.planes;
  const samples = planeSamples(frame.bytes, luma!, pixelFormat);
  return {
    ordinal,
    number: readFrameNumber({ samples, width, height, bitDepth }),
    ptsTicks: ptsSource === 'container' ? ptsTicks : null,
    keyFrame,
    width,
    height,
    pixelFormat: name,
    rotation,
    fingerprint,
  };
}
