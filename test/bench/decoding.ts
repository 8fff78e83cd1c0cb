import {
  type DecoderFactory,
  type DecodeStage,
  everyFrame,
  type PixelSettings,
  type StageContext,
  silentLogger,
} from '@framesieve/core';
import { FramePool } from '@framesieve/decoder';

/** What stages are run with, with a pool of its own. */
export function newContext(): StageContext & { readonly frames: FramePool } {
  return { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
}

/** Decodes frames with a bare backend into a pool, and lets them go. @returns how many. */
export async function decodeBare(factory: DecoderFactory, path: string, most: number): Promise<number> {
  const { signal, logger, frames } = newContext();
  const decoder = await factory.create({});
  await using video = await decoder.open(path, { signal, logger });
  const stream = video.streams[0]!.index;
  let count = 0;
  for await (const { buffer } of video.frames({ stream, frames, signal, report: () => {} })) {
    buffer.release();
    if (++count === most) break;
  }
  return count;
}

/** Decodes frames with the decode stage, which measures and fingerprints them. @returns how many. */
export async function decode(
  stage: DecodeStage,
  path: string,
  most = Number.POSITIVE_INFINITY,
  pixels: Partial<PixelSettings> = {},
): Promise<number> {
  let count = 0;
  await using video = await stage.run({ path, stream: null, decoder: null, pixels }, newContext());
  for await (const _ of video.frames(everyFrame)) if (++count === most) break;
  return count;
}
