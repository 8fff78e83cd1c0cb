import {
  type DecodedFrame,
  FrameSieveError,
  type ReadOptions,
  type StreamDescription,
} from '@framesieve/core';
import { software } from './hardware.ts';
import { type FrameSource, readFrames } from './read-frames.ts';
import { readFramesAt } from './read-frames-at.ts';

/** Frames behind a key frame among which one without damage is looked for. */
const mostTried = 16;
/** Seeks in a row that lead nowhere new, after which no more are tried: each costs a process. */
const mostRepeats = 2;
/** Where seeking does not give enough, frames from the start: one of so many at most, since all have to be decoded. */
const longestStride = 10;

/**
 * Decodes up to `count` frames without damage, none twice: the key frames that seeking to evenly spread times leads to, each
 * by a process of its own, one after the other, and where those are too few (a short video, or one that can't be sought
 * in), frames from the start.
 */
export async function* glanceAt(
  video: FrameSource,
  count: number,
  reading: ReadOptions,
): AsyncGenerator<DecodedFrame, void, undefined> {
  const source = { ...video, hardware: software };
  const options = { ...reading, report() {} };
  const seen = new Set<number>();
  let found = 0;
  const isNew = ({ ptsTicks, corrupt }: DecodedFrame) =>
    !corrupt && (ptsTicks === null || !seen.has(ptsTicks));
  async function* take(frame: DecodedFrame): AsyncGenerator<DecodedFrame, void, undefined> {
    if (frame.ptsTicks !== null) seen.add(frame.ptsTicks);
    yield { ...frame, ordinal: found++ };
  }
  let repeats = 0;
  const stride = strideOf(source.stream, count);
  // What is short is decoded by one process in less time than several take to start.
  const times = stride < longestStride ? [] : spreadTimes(source.stream, count);
  for (const seekSeconds of times) {
    const frame = await firstWhole(source, seekSeconds, options);
    if (frame && isNew(frame)) {
      repeats = 0;
      yield* take(frame);
      continue;
    }
    frame?.buffer.release();
    repeats += 1;
    if (repeats === mostRepeats) break;
  }
  if (found >= count || source.closing.aborted) return;
  const ordinals = Array.from({ length: count }, (_, i) => i * stride);
  try {
    for await (const frame of readFramesAt(source, ordinals, options)) {
      if (isNew(frame)) yield* take(frame);
      else frame.buffer.release();
      if (found >= count) return;
    }
  } catch (error) {
    passOver(error, options);
  }
}

/** The middles of `count` equal parts of the stream's duration; none when that is not known. */
function spreadTimes({ durationSeconds }: StreamDescription, count: number): number[] {
  if (durationSeconds === null) return [];
  return Array.from({ length: count }, (_, i) => ((i + 0.5) * durationSeconds) / count);
}

/** The first key frame without damage that comes behind a seek; `null` where none does. */
async function firstWhole(
  source: FrameSource,
  seekSeconds: number,
  options: ReadOptions,
): Promise<DecodedFrame | null> {
  const seek = { seconds: seekSeconds, from: 'start' } as const;
  const selection = { select: null, seek, wanted: () => true };
  try {
    for await (const frame of readFrames(source, selection, options)) {
      if (frame.keyFrame && !frame.corrupt) return frame;
      frame.buffer.release();
      if (frame.ordinal >= mostTried) return null;
    }
  } catch (error) {
    passOver(error, options);
  }
  return null;
}

/** Damage means fewer frames; whoever reads them all will be told of it. */
function passOver(error: unknown, { signal }: ReadOptions): void {
  signal.throwIfAborted();
  if (!FrameSieveError.isInstance(error) || error.code !== 'decode-failed') throw error;
}

/** Frames from one that is looked at to the next; what the container claims decides nothing else. */
function strideOf({ frameCount, durationSeconds, frameRate }: StreamDescription, count: number): number {
  const rate = frameRate && frameRate.numerator / frameRate.denominator;
  const claimed =
    frameCount ?? (durationSeconds === null || rate === null ? Infinity : durationSeconds * rate);
  return Math.min(Math.max(Math.floor(claimed / count), 1), longestStride);
}
