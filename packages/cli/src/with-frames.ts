import type { DecodedVideo } from '@framesieve/core';

/** A video that is another one, but for how its frames are read from the start. */
export function withFrames(video: DecodedVideo, frames: DecodedVideo['frames']): DecodedVideo {
  return {
    path: video.path,
    identity: video.identity,
    recording: video.recording,
    description: video.description,
    get warnings() {
      return video.warnings;
    },
    get issues() {
      return video.issues;
    },
    get frameCount() {
      return video.frameCount;
    },
    frames,
    framesAt: (ordinals, options) => video.framesAt(ordinals, options),
    [Symbol.asyncDispose]: () => video[Symbol.asyncDispose](),
  };
}
