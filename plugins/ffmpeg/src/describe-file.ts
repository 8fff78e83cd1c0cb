import {
  FrameSieveError,
  type Logger,
  type StreamDescription,
  sampleColor,
  shownPath,
  withoutCredentials,
} from '@framesieve/core';
import { type InputAccess, type Orientation, quarterTurns } from '@framesieve/decoder';
import { inputArguments } from './decode-arguments.ts';
import { deliveredFormat } from './delivered-format.ts';
import { readOrientation } from './display-matrix.ts';
import type { ProcessEnd } from './ffmpeg-process.ts';
import type { FfmpegBinary } from './find-ffmpeg.ts';
import { describeLogLine, isError, type LogLine, parseLogLine } from './log-line.ts';
import { type DumpedStream, type FileDump, parseDump } from './stream-dump.ts';
import { type CopiedStream, parseCopiedStreams } from './stream-table.ts';
import { type WatchedRunOptions, watchedRun } from './watched-run.ts';

/** What ffmpeg says of a file. */
export interface FileDescription {
  readonly container: string;
  /** See `OpenVideo`. */
  readonly tags: Readonly<Record<string, string>>;
  readonly streams: readonly StreamDescription[];
}

/** Surroundings of describing a file. */
export interface DescribeOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** See `OpenOptions`. */
  readonly stallSeconds?: number | undefined;
}

/**
 * Asks ffmpeg what is in a file: it prints its streams when it opens one, and the format `framecrc` their time bases.
 *
 * @throws FrameSieveError `input-not-video`, `input-no-video-stream`, `input-missing`, `input-unreadable`, `decode-failed`.
 */
export async function describeFile(
  binary: FfmpegBinary,
  path: string,
  input: InputAccess,
  options: DescribeOptions,
): Promise<FileDescription> {
  const file = shownPath(path);
  const { signal, stallSeconds, logger } = options;
  const run = { path, signal, stallSeconds };
  const headers = await copyStreams(binary, input, ['-t', '0'], run);
  const dump = parseDump(linesWithout(input.address, headers.log));
  if (headers.end.signal !== null) {
    throw new FrameSieveError({
      code: 'decode-failed',
      message: `ffmpeg ${binary.version} was ended by ${headers.end.signal} when it opened "${file}".`,
      hint: 'Try another build of FFmpeg, or another decoder.',
    });
  }
  if (dump.container === null) throw notMedia(file, input, headers.log);
  if (dump.streams.length === 0) {
    throw new FrameSieveError({
      code: 'input-no-video-stream',
      message: `"${file}" has no video stream.`,
      hint: 'Give a file that holds a video.',
    });
  }
  const copied = await readDurations(binary, input, dump, headers.copied, run);
  const streams: StreamDescription[] = [];
  for (const [position, dumped] of dump.streams.entries()) {
    const copy = copied[position];
    if (!copy || dumped.width === 0) {
      logger.warn(`ffmpeg can't make out stream ${dumped.index} of "${file}"; it is left out.`);
      continue;
    }
    const orientation = await orientationFor(binary, input, dumped, { ...run, logger });
    streams.push(describeStream(dumped, copy, dump.durationSeconds, orientation));
  }
  if (streams.length > 0) return { container: dump.container, tags: dump.tags, streams };
  if (headers.log.some(({ message }) => message.includes('unsupported chunk: ANIM'))) {
    throw new FrameSieveError({
      code: 'decode-failed',
      message: `ffmpeg ${binary.version} can't read animated WebP, which "${file}" is.`,
      hint: 'Use the decoder libav, or FFmpeg 8.1 or newer.',
    });
  }
  throw new FrameSieveError({
    code: 'decode-failed',
    message: `ffmpeg can't make out the video in "${file}".`,
    hint: 'Check that the file plays, or try another decoder.',
  });
}

interface Copy {
  readonly end: ProcessEnd;
  readonly log: readonly LogLine[];
  readonly copied: readonly CopiedStream[];
}

/** The messages of a log. A name with line breaks in it must not pass for some of them. */
function linesWithout(address: string, log: readonly LogLine[]): readonly string[] {
  const messages = log.map(line => line.message);
  return address.includes('\n') ? messages.join('\n').replaceAll(address, '').split('\n') : messages;
}

async function copyStreams(
  binary: FfmpegBinary,
  input: InputAccess,
  limit: readonly string[],
  run: WatchedRunOptions,
): Promise<Copy> {
  const log: LogLine[] = [];
  const output = ['-map', '0:v', '-c', 'copy', ...limit, '-f', 'framecrc', 'pipe:1'];
  const args = [...inputArguments(input, 'verbose'), ...output];
  const onLog = (line: string) => void log.push(parseLogLine(line));
  return watchedRun(binary, args, { ...run, onLog }, async (process, progress) => {
    const text = await process.readText(progress);
    return { end: await process.ended, log, copied: parseCopiedStreams(text) };
  });
}

/**
 * ffmpeg prints one duration for the whole file. Where there are several videos to choose from (a phone's motion photo
 * has a large one of a single frame), their packets are read to tell which is the longest.
 */
async function readDurations(
  binary: FfmpegBinary,
  input: InputAccess,
  dump: FileDump,
  headers: readonly CopiedStream[],
  run: WatchedRunOptions,
): Promise<readonly CopiedStream[]> {
  const candidates = dump.streams.filter(stream => !stream.attachedPicture);
  if (candidates.length < 2) return headers.map(stream => ({ ...stream, durationTicks: null, packets: 0 }));
  const { copied } = await copyStreams(binary, input, [], run);
  return copied.length === headers.length ? copied : headers;
}

async function orientationFor(
  binary: FfmpegBinary,
  input: InputAccess,
  { displayAngle, index }: DumpedStream,
  { logger, ...run }: WatchedRunOptions & Pick<DescribeOptions, 'logger'>,
): Promise<Orientation> {
  if (displayAngle === null) return { rotation: 0, mirrored: false };
  const orientation = await readOrientation(binary, input, index, run);
  if (orientation) return orientation;
  logger.warn(
    `ffmpeg tells the rotation of "${shownPath(run.path)}", but not whether it is mirrored; it is taken not to be.`,
  );
  return { rotation: quarterTurns(-displayAngle), mirrored: false };
}

function describeStream(
  dumped: DumpedStream,
  { timeBase, packets, durationTicks }: CopiedStream,
  fileSeconds: number | null,
  orientation: Orientation,
): StreamDescription {
  const { displayAngle: _, ...facts } = dumped;
  const delivered = deliveredFormat(dumped.pixelFormat ?? '');
  const ownSeconds =
    durationTicks === null ? null : (durationTicks * timeBase.numerator) / timeBase.denominator;
  return {
    ...facts,
    ...orientation,
    color: delivered ? sampleColor(facts.color, delivered.pixelFormat) : facts.color,
    timeBase,
    durationSeconds: ownSeconds ?? fileSeconds,
    frameCount: packets > 0 ? packets : null,
  };
}

function notMedia(file: string, { address }: InputAccess, log: readonly LogLine[]): FrameSieveError {
  const errors = log.filter(isError).map(describeLogLine);
  const reason =
    errors
      .at(-1)
      ?.replace(`${address}: `, '')
      .replace(`${withoutCredentials(address)}: `, '') ?? 'it says nothing';
  const said = errors.join('\n');
  if (said.includes('No such file or directory')) {
    return new FrameSieveError({
      code: 'input-missing',
      message: `"${file}" does not exist.`,
      hint: 'Check the path.',
    });
  }
  if (said.includes('Format not on whitelist')) {
    return new FrameSieveError({
      code: 'input-unreadable',
      message: `"${file}" is of a format that makes FFmpeg open others besides it, which is not allowed.`,
      hint: 'Give a video that is complete in one file.',
    });
  }
  if (said.includes('Permission denied')) {
    return new FrameSieveError({
      code: 'input-unreadable',
      message: `"${file}" may not be read.`,
      hint: "Check the file's permissions.",
    });
  }
  return new FrameSieveError({
    code: 'input-not-video',
    message: `"${file}" is not a video that FFmpeg can read (${reason}).`,
    hint: 'Check that the file is complete and plays elsewhere.',
  });
}
