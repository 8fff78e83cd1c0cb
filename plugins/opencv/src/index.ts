import { definePlugin } from '@framesieve/core';
import { opencvDecoder } from './opencv-factory.ts';

export { opencvDecoder } from './opencv-factory.ts';

/** Adds the decoder `opencv`. */
export default definePlugin({
  name: '@framesieve/plugin-opencv',
  apiVersion: 1,
  register(registry) {
    registry.addDecoder(opencvDecoder);
  },
});
