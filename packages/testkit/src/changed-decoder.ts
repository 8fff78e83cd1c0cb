import type { DecoderFactory, OpenOptions, OpenVideo } from '@framesieve/core';

/**
 * A decoder whose open videos do some things differently from those of another: for what no real one does on demand. What
 * its videos may leave out (`glance`) they do leave out, unless `change` gives it.
 *
 * @param change what is different in a video that was just opened, and how it was opened.
 */
export function changedDecoder(
  factory: DecoderFactory,
  change: (video: OpenVideo, options: OpenOptions) => Partial<OpenVideo>,
): DecoderFactory {
  return {
    ...factory,
    async create(settings) {
      const decoder = await factory.create(settings);
      return {
        id: decoder.id,
        version: decoder.version,
        async open(path, options) {
          const video = await decoder.open(path, options);
          return {
            container: video.container,
            streams: video.streams,
            frames: read => video.frames(read),
            framesAt: (ordinals, read) => video.framesAt(ordinals, read),
            [Symbol.asyncDispose]: () => video[Symbol.asyncDispose](),
            ...change(video, options),
          };
        },
      };
    },
  };
}
