import { FrameSieveError, type Rational } from '@framesieve/core';
import type { DecodeRun } from './decode-run.ts';
import { type DeliveredFormat, deliveredFormat } from './delivered-format.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';
import type { LoggedFrame } from './frame-log.ts';

/** The first frame has another pixel format than was stated: the decode has to start anew, with another conversion. */
export class OtherFormat extends Error {
  readonly convertTo: string | null;

  constructor(convertTo: string | null) {
    super('The frames have another pixel format than was stated.');
    this.convertTo = convertTo;
  }
}

/** Checks that the bytes in the pipe are what the log says. */
export function assertDelivered(
  logged: LoggedFrame,
  first: LoggedFrame | null,
  convertTo: string | null,
  { binary, file }: { readonly binary: FfmpegBinary; readonly file: string },
): DeliveredFormat {
  const delivered = deliveredFormat(logged.pixelFormat);
  const where = `frame ${logged.ordinal} of "${file}"`;
  if (!delivered) {
    throw failure(
      `The ffmpeg decoder has no lossless way to read pixel format ${logged.pixelFormat}, which ${where} has.`,
      'Try another decoder, e.g. with --decoder libav, or convert the video.',
    );
  }
  if (!first) {
    if (delivered.convertTo !== convertTo) throw new OtherFormat(delivered.convertTo);
    return delivered;
  }
  if (logged.pixelFormat !== first.pixelFormat) {
    // From here on ffmpeg would convert the samples to the format that its output began with.
    throw failure(
      `The pixel format changes from ${first.pixelFormat} to ${logged.pixelFormat} at ${where}, which the ffmpeg decoder can't follow.`,
      'Try another decoder, e.g. with --decoder libav.',
    );
  }
  const resized = first.width !== logged.width || first.height !== logged.height;
  if (resized && !binary.features.autoscaleOption) {
    throw failure(
      `The size changes at ${where}, and FFmpeg ${binary.version} would scale every frame from there on.`,
      'Install FFmpeg 4.4 or newer.',
    );
  }
  return delivered;
}

/** Checks that the log counts time as the stream was said to. */
export function assertTimeBase(actual: Rational | null, stated: Rational, file: string): void {
  if (!actual) return;
  if (actual.numerator * stated.denominator === stated.numerator * actual.denominator) return;
  throw failure(
    `ffmpeg counts the time of "${file}" in units of ${actual.numerator}/${actual.denominator} s, but the stream has ${stated.numerator}/${stated.denominator} s.`,
    'Try another decoder, e.g. with --decoder libav.',
  );
}

/** Tells the end of the stream from that of the process. Damage at the end is reported, where frames came before it. */
export async function assertEnded(
  run: DecodeRun,
  last: number | null,
  file: string,
  report: (ordinal: number | null, message: string) => void,
): Promise<void> {
  const { exitCode, signal } = await run.ended;
  if (signal !== null) {
    throw failure(
      `ffmpeg was ended by ${signal} while it decoded "${file}", after frame ${last ?? 'none'}.`,
      'Run it again: it goes on where it stopped. When this repeats, check the free memory.',
    );
  }
  if (exitCode === 0) return;
  const reason = run.firstError ?? run.lastError ?? `it ended with exit code ${exitCode}`;
  if (last === null) {
    throw failure(
      `ffmpeg can't decode "${file}": ${reason}.`,
      'Check that the file plays, or try another decoder.',
    );
  }
  report(last + 1, `ffmpeg ended with exit code ${exitCode} after frame ${last}: ${reason}`);
}

function failure(message: string, hint: string): FrameSieveError {
  return new FrameSieveError({ code: 'decode-failed', message, hint });
}
