import type { DecoderFactory } from '@framesieve/core';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { type BenchClip, clip1080 } from '../clips.ts';
import { measureCommand, temporaryFolder } from '../command.ts';
import { decodeBare } from '../decoding.ts';
import type { Case, Comparison, Sample } from '../measure.ts';
import type { Theme } from '../theme.ts';

const must = { least: 0.45, aim: 0.6 };

/** The whole command as a process, from its start to its end, beside decoding alone with the same backend. */
export const runTheme: Theme = {
  title: 'The whole command, 1080p H.264',
  async open({ quick, video }) {
    const clip = video === null ? await clip1080(quick ? 205 : 820) : await ofUser(video);
    const ffmpeg = await ffmpegDecoder.availability();
    const libav = 'libav alone';
    const run = (args: readonly string[], comparison: Comparison): Case => ({
      name: `framesieve ${args.join(' ')}`,
      unit: 'frame',
      against: [comparison],
      run: () => runCommand(args, clip),
    });
    return {
      cases: [
        alone(libavDecoder, clip),
        run(['score', '--metric', 'niqe'], { to: libav, by: 'rate' }),
        run(['run', '--metric', 'niqe'], { to: libav, by: 'rate', must }),
        run(['run', '--metric', 'brisque'], { to: libav, by: 'rate' }),
        ...(ffmpeg.available
          ? [
              alone(ffmpegDecoder, clip),
              run(['run', '--metric', 'niqe', '--decoder', 'ffmpeg'], {
                to: 'ffmpeg alone',
                by: 'rate',
                must,
              }),
            ]
          : []),
      ],
      notes: [
        `${clip.frames} frames; start-up, selecting and exporting the stills are counted in.`,
        ...(ffmpeg.available ? [] : [`Skipped: the backend ffmpeg, because ${ffmpeg.reason}.`]),
      ],
      // Processes have nothing to warm up but the file.
      rounds: { warmUp: false },
      async [Symbol.asyncDispose]() {},
    };
  },
};

async function ofUser(path: string): Promise<BenchClip> {
  return { path, frames: await decodeBare(libavDecoder, path, Number.POSITIVE_INFINITY) };
}

function alone(factory: DecoderFactory, { path, frames }: BenchClip): Case {
  return { name: `${factory.id} alone`, unit: 'frame', run: () => decodeBare(factory, path, frames) };
}

/** Runs the command on a clip in a new folder. */
export async function runCommand([command, ...flags]: readonly string[], clip: BenchClip): Promise<Sample> {
  using folder = temporaryFolder();
  const { seconds, coreSeconds, peakBytes, plateauBytes } = await measureCommand(
    [command!, clip.path, ...flags, '--quiet'],
    folder.path,
  );
  return { units: clip.frames, seconds, coreSeconds, peakBytes, plateauBytes };
}
