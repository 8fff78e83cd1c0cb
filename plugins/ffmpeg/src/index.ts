import { definePlugin } from '@framesieve/core';
import { ffmpegDecoder } from './ffmpeg-factory.ts';

export { ffmpegDecoder } from './ffmpeg-factory.ts';

/** Adds the decoder `ffmpeg`. */
export default definePlugin({
  name: '@framesieve/plugin-ffmpeg',
  apiVersion: 1,
  register(registry) {
    registry.addDecoder(ffmpegDecoder);
  },
});
