import { type DecodedFrame, FrameSieveError, messageOf, type ReadOptions } from '@framesieve/core';
import { batchChoice } from './decode-arguments.ts';
import { software } from './hardware.ts';
import { type FrameSelection, type FrameSource, readFrames } from './read-frames.ts';
import { planGroups, type ReadableGroup } from './reread-groups.ts';

/**
 * Reads the frames of the given ordinals, ascending, by the plan that takes least. FFmpeg is told in batches which ones to
 * put out, and each that comes is checked to be the one that must come there: from the start of the stream by counting
 * what leaves the decoder, behind a seek by the timestamps of all that does. Once one is missing or is another, or ffmpeg
 * breaks off, it and all behind it are read linearly and in software: all frames are put out, and those asked for are
 * counted off.
 */
export async function* readFramesAt(
  source: FrameSource,
  ordinals: readonly number[],
  options: ReadOptions,
): AsyncGenerator<DecodedFrame, void> {
  const { logger } = source;
  let total = 0;
  const onDecoded = (decoded: number) => {
    total += decoded;
  };
  try {
    if (options.linear) {
      yield* readLinearly(source, ordinals, options, onDecoded);
      return;
    }
    let rest = ordinals;
    for (const group of planGroups(ordinals, source, options)) {
      const outcome = yield* readGroup(source, group, options, onDecoded);
      rest = rest.slice(outcome.found);
      if (outcome.isOver) return;
      if (outcome.found === group.ordinals.length) continue;
      logger.debug(`${outcome.problem} Frame ${rest[0]} and those behind it are read from the start.`);
      yield* readLinearly({ ...source, hardware: software }, rest, options, onDecoded);
      return;
    }
  } finally {
    logger.debug(`Read again: ${total} frames were decoded on the way.`);
  }
}

interface Outcome {
  /** How many frames of the group were read, from the first one on. */
  readonly found: number;
  /** Whether those not read are not there: the stream ends before, or the video was closed. */
  readonly isOver: boolean;
  /** Why the others were not read. */
  readonly problem: string;
}

async function* readGroup(
  source: FrameSource,
  group: ReadableGroup,
  options: ReadOptions,
  onDecoded: (decoded: number) => void,
): AsyncGenerator<DecodedFrame, Outcome> {
  const { ordinals, choice } = group;
  let found = 0;
  let problem = '';
  for (const select of batchChoice(choice)) {
    const end = found + select.values.length;
    let streamLength = Number.POSITIVE_INFINITY;
    const onEnd = (decoded: number) => {
      streamLength = decoded;
    };
    const selection: FrameSelection = {
      ...{ select, wanted: () => true, onEnd, onDecoded },
      ...(group.sought && { ...group.sought, wanted: ordinal => ordinal >= 0 }),
    };
    try {
      for await (const frame of readFrames(source, selection, options)) {
        if (frame.ordinal !== ordinals[found]) {
          problem = `ffmpeg gave frame ${frame.ordinal} where frame ${ordinals[found]} was expected.`;
          frame.buffer.release();
          break;
        }
        found += 1;
        yield frame;
        if (found === end) break;
      }
    } catch (error) {
      if (!isDecodeFailure(error, options)) throw error;
      problem = messageOf(error);
    }
    if (found === end) continue;
    // A process that ends without an error may still not have come to the end.
    const isWhole = streamLength >= (options.index?.ptsTicks.length ?? 1);
    const isBeyond = !group.sought && isWhole && streamLength <= ordinals[found]!;
    const isOver = source.closing.aborted || isBeyond;
    return { found, isOver, problem: problem || `ffmpeg did not give frame ${ordinals[found]}.` };
  }
  return { found, isOver: false, problem };
}

/** What another attempt may mend: not what the caller threw, or the reason of its signal. */
function isDecodeFailure(error: unknown, { signal }: ReadOptions): boolean {
  return !signal.aborted && FrameSieveError.isInstance(error) && error.code === 'decode-failed';
}

async function* readLinearly(
  source: FrameSource,
  ordinals: readonly number[],
  options: ReadOptions,
  onDecoded: (decoded: number) => void,
): AsyncGenerator<DecodedFrame, void> {
  const missing = new Set(ordinals);
  if (missing.size === 0) return;
  const selection = { select: null, wanted: (ordinal: number) => missing.has(ordinal), onDecoded };
  for await (const frame of readFrames(source, selection, options)) {
    missing.delete(frame.ordinal);
    yield { ...frame, linear: true };
    if (missing.size === 0) return;
  }
}
