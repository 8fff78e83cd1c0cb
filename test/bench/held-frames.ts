import { everyFrame, type Frame } from '@framesieve/core';
import { createDecodeStage } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { newContext } from './decoding.ts';

/** Decoded frames that stay in memory. */
export interface HeldFrames extends Disposable {
  readonly frames: readonly Frame[];
}

/** Decodes the first frames of a video, and keeps them. */
export async function holdFrames(path: string, count: number): Promise<HeldFrames> {
  const stage = createDecodeStage({ decoders: [libavDecoder] });
  await using video = await stage.run({ path, stream: null, decoder: null }, newContext());
  const frames: Frame[] = [];
  for await (const frame of video.frames(everyFrame)) {
    frame.retain();
    if (frames.push(frame) === count) break;
  }
  return {
    frames,
    [Symbol.dispose]: () => {
      for (const frame of frames) frame.release();
    },
  };
}
