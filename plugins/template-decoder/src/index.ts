import { definePlugin } from '@framesieve/core';
import { y4mDecoder } from './y4m-decoder.ts';

export { y4mDecoder } from './y4m-decoder.ts';

/** Adds the decoder `y4m`. */
export default definePlugin({
  name: '@framesieve/template-decoder',
  apiVersion: 1,
  register(registry) {
    registry.addDecoder(y4mDecoder);
  },
});
