import { type DecoderFactory, FrameSieveError } from '@framesieve/core';
import type { FailedCandidate } from './find-ffmpeg.ts';

const hint = 'Install FFmpeg 4 or newer, or name its binary with --ffmpeg or FRAMESIEVE_FFMPEG.';

/**
 * Decodes with the ffmpeg command: raw planes through a pipe, with their timestamps beside it. Its options in the config:
 * `path`, the binary to try before those of `FRAMESIEVE_FFMPEG`, the package `ffmpeg-static`, and `PATH`.
 */
export const ffmpegDecoder: DecoderFactory = {
  id: 'ffmpeg',
  summary: 'The ffmpeg command, raw planes through a pipe',

  async availability(options = {}) {
    const { binary, failed } = await find(options);
    if (binary) return { available: true, version: binary.version };
    return { available: false, reason: notFound(failed), hint };
  },

  async create(options) {
    const { binary, failed } = await find(options);
    if (binary) {
      const { FfmpegDecoder } = await import('./ffmpeg-decoder.ts');
      return new FfmpegDecoder(binary, failed);
    }
    throw new FrameSieveError({
      code: 'decoder-unavailable',
      message: `No ffmpeg command was found that runs: ${notFound(failed)}.`,
      hint,
    });
  },

  async hardware(options = {}) {
    const { binary } = await find(options);
    if (!binary) return [];
    const { hardwareStates } = await import('./hardware.ts');
    return hardwareStates(binary);
  },
};

async function find(options: Readonly<Record<string, unknown>>) {
  const path = pathOption(options);
  const { findFfmpeg } = await import('./find-ffmpeg.ts');
  return findFfmpeg(path);
}

function notFound(failed: readonly FailedCandidate[]): string {
  return failed.map(({ description }) => description).join('; ');
}

function pathOption(options: Readonly<Record<string, unknown>>): string | null {
  const { path = null, ...unknown } = options;
  const [key] = Object.keys(unknown);
  if (key !== undefined) {
    throw new FrameSieveError({
      code: 'config',
      message: `The ffmpeg decoder has no option \`${key}\`.`,
      hint: 'Its only option is `path`, the ffmpeg binary to use.',
    });
  }
  if (path === null || (typeof path === 'string' && path !== '')) return path;
  throw new FrameSieveError({
    code: 'config',
    message: `Expected the path of a binary for the ffmpeg decoder's \`path\` but received ${JSON.stringify(path)} of type ${typeof path}.`,
    hint: 'Give the path of an ffmpeg binary, or leave it out.',
  });
}
