import { isDeepStrictEqual } from 'node:util';
import type { DecodedVideo, Frame, Sampling } from '@framesieve/core';
import { withFrames } from '../with-frames.ts';

/** A video whose first frames are being read. */
export interface BegunVideo {
  /** Whoever asks it for the frames of the sampling, as the first, goes on with what was begun. */
  readonly video: DecodedVideo;
  /** The first frame that the sampling keeps; `null` where there is none, or reading fails, or has not been begun. */
  readonly firstFrame: Promise<Frame | null> | null;
}

/** Begins to read the frames of a video that a sampling keeps. */
export function readAhead(video: DecodedVideo, sampling: Sampling): BegunVideo {
  const frames = video.frames(sampling)[Symbol.asyncIterator]();
  const first = frames.next();
  let isBegun = true;
  return {
    video: withFrames(video, asked => {
      if (!isBegun || !isDeepStrictEqual(asked, sampling)) return video.frames(asked);
      isBegun = false;
      return continued(first, frames);
    }),
    // A failure is met by whoever asks for the frames.
    firstFrame: first.then(
      ({ done, value }) => (done ? null : value),
      () => null,
    ),
  };
}

async function* continued(
  first: Promise<IteratorResult<Frame>>,
  frames: AsyncIterator<Frame>,
): AsyncGenerator<Frame> {
  try {
    for (let next = await first; !next.done; next = await frames.next()) yield next.value;
  } finally {
    await frames.return?.();
  }
}
