import { availableParallelism } from 'node:os';
import {
  type DecoderFactory,
  definePlugin,
  FrameSieveError,
  invalidArgument,
  messageOf,
} from '@framesieve/core';

const hint = 'Install the package `node-av` for this platform, or use another decoder with --decoder.';

/** Decodes with FFmpeg's libraries in this process (node-av). Options: `{ threads?: number }`, default: all cores. */
export const libavDecoder: DecoderFactory = {
  id: 'libav',
  summary: "FFmpeg's libraries in process",

  async availability() {
    try {
      const { libavVersion } = await import('./libav-decoder.ts');
      return { available: true, version: libavVersion() };
    } catch (error) {
      return { available: false, reason: `node-av can't be loaded: ${firstLine(error)}`, hint };
    }
  },

  async create(options) {
    const threads = threadsOf(options);
    try {
      const { LibavDecoder } = await import('./libav-decoder.ts');
      return new LibavDecoder(threads);
    } catch (error) {
      throw FrameSieveError.from(error, {
        code: 'decoder-unavailable',
        message: `The decoder "libav" can't be used: node-av can't be loaded: ${firstLine(error)}.`,
        hint,
      });
    }
  },

  async hardware() {
    const { hardwareStates } = await import('./hardware.ts');
    return hardwareStates();
  },
};

/** The plugin: the decoder `libav`. */
export default definePlugin({
  name: '@framesieve/plugin-libav',
  apiVersion: 1,
  register(registry) {
    registry.addDecoder(libavDecoder);
  },
});

function threadsOf({
  threads = availableParallelism(),
  ...unknown
}: Readonly<Record<string, unknown>>): number {
  const [key] = Object.keys(unknown);
  if (key !== undefined) {
    throw new FrameSieveError({
      code: 'config',
      message: `The decoder "libav" has no option \`${key}\`.`,
      hint: 'It has one: `threads`.',
    });
  }
  if (!Number.isSafeInteger(threads) || (threads as number) < 1) {
    const { message } = invalidArgument('threads', 'a whole number of at least 1', threads);
    throw new FrameSieveError({ code: 'config', message, hint: 'Leave it out to use all cores.' });
  }
  return threads as number;
}

function firstLine(error: unknown): string {
  return messageOf(error).split('\n', 1)[0]!;
}
