import * as av from 'node-av/constants';
import type { CodecContext, FormatContext, Frame, Packet, Stream } from 'node-av/lib';
import type { Admission } from './frame-gate.ts';
import { isCorrupt } from './frame-reader.ts';
import { ticksOf } from './stream-description.ts';

/** What is looked at: a file and a decoder that nothing else uses, at the start of the stream. */
export interface GlanceSource {
  readonly demuxer: FormatContext;
  readonly stream: Stream;
  readonly decoder: CodecContext;
  /** Decodes from where the demuxer is what is admitted, until it is left. */
  read(admit?: (packet: Packet) => Admission): AsyncGenerator<Frame, void, undefined>;
  /** Whether reading ended where several threads met damage. */
  metDamage(): boolean;
}

/** Frames behind a key frame among which one without damage is looked for. */
const mostTried = 16;
/** Where no key frame comes, the stream is refreshed bit by bit, and whole after so many frames, or so it is hoped. */
const hopedWhole = 8;
/** Seeks in a row that lead nowhere new, after which no more are tried. */
const mostRepeats = 3;
/** Where seeking does not give enough, frames from the start: one of so many at most, since all have to be decoded. */
const longestStride = 10;

/**
 * Decodes up to `count` frames without damage, none twice: the key frames that seeking to evenly spread times leads to, and
 * where those are too few (a short video, or one that can't be sought in), frames from the start. Each is valid until the
 * next pull.
 *
 * @param open gives what is looked at, at the start of the stream: a seek that fails may leave a demuxer anywhere. The one
 *   before is not needed any more. With `inOrder` all frames are decoded, by several threads, which end at damage.
 */
export async function* glanceAt(
  open: (inOrder: boolean) => Promise<GlanceSource>,
  count: number,
): AsyncGenerator<{ readonly frame: Frame; readonly stream: Stream }, void, undefined> {
  const seen = new Set<number>();
  const sought = await open(false);
  for await (const frame of atTimes(sought, count, seen)) yield { frame, stream: sought.stream };
  let passed = -1;
  for (const severalThreads of [true, false]) {
    if (seen.size >= count) return;
    const source = await open(severalThreads);
    for await (const { frame, ordinal } of fromStart(source, count)) {
      if (ordinal > passed && isNew(frame, seen)) yield { frame, stream: source.stream };
      passed = Math.max(passed, ordinal);
      if (seen.size >= count) return;
    }
    if (!source.metDamage()) return;
  }
}

async function* atTimes(
  source: GlanceSource,
  count: number,
  seen: Set<number>,
): AsyncGenerator<Frame, void, undefined> {
  const { demuxer, stream, decoder } = source;
  let repeats = 0;
  for (const timestamp of spreadTimes(source, count)) {
    const before = seen.size;
    for (const find of [keyAlone, firstWhole]) {
      if ((await demuxer.seekFrame(stream.index, timestamp, av.AVSEEK_FLAG_BACKWARD)) < 0) return;
      decoder.flushBuffers();
      if (yield* find(source, seen)) break;
    }
    repeats = seen.size > before ? 0 : repeats + 1;
    if (repeats === mostRepeats) return;
  }
}

/** The middles of `count` equal parts of the stream's duration, in ticks; none when that is not known. */
function spreadTimes({ demuxer, stream }: GlanceSource, count: number): bigint[] {
  const duration = durationOf(demuxer, stream);
  if (duration === null) return [];
  const start = startOf(stream);
  return Array.from({ length: count }, (_, i) => start + BigInt(Math.floor(((i + 0.5) * duration) / count)));
}

function startOf({ startTime }: Stream): bigint {
  return ticksOf(startTime) === null ? 0n : startTime;
}

/** In ticks; `null` when the container doesn't say. */
function durationOf({ duration: whole }: FormatContext, { duration, timeBase }: Stream): number | null {
  const own = ticksOf(duration);
  if (own !== null && own > 0) return own;
  const microseconds = ticksOf(whole);
  if (microseconds === null || microseconds <= 0) return null;
  return (microseconds * timeBase.den) / (1e6 * timeBase.num);
}

/**
 * The key frame that the next packet holds, unless it was seen already: a decoder that is told that nothing else comes gives
 * it at once, instead of behind those that it is put in order with.
 *
 * @returns whether there is one; one of two fields may lie in two packets, so those are left to be decoded in order.
 */
async function* keyAlone(source: GlanceSource, seen: Set<number>): AsyncGenerator<Frame, boolean, undefined> {
  let isSent = false;
  let isSeen = false;
  const admit = ({ isKeyframe, pts }: Packet) => {
    if (isSent || !isKeyframe) return 'end';
    isSent = true;
    isSeen = seen.has(ticksOf(pts) ?? Number.NaN);
    return isSeen ? 'end' : 'decode';
  };
  for await (const frame of source.read(admit)) {
    if (!frame.hasFlags(av.AV_FRAME_FLAG_KEY) || frame.hasFlags(av.AV_FRAME_FLAG_INTERLACED)) return false;
    if (isCorrupt(frame)) return false;
    if (isNew(frame, seen)) yield frame;
    return true;
  }
  return isSeen;
}

/** The first whole frame from here on, unless it was seen already. Returns whether there is one. */
async function* firstWhole(
  source: GlanceSource,
  seen: Set<number>,
): AsyncGenerator<Frame, boolean, undefined> {
  let tried = 0;
  for await (const frame of source.read()) {
    tried += 1;
    const whole = frame.hasFlags(av.AV_FRAME_FLAG_KEY) || tried > hopedWhole;
    if (whole && !isCorrupt(frame)) {
      if (isNew(frame, seen)) yield frame;
      return true;
    }
    if (tried === mostTried) break;
  }
  return false;
}

/** Frames without damage from the start on, as far apart as makes `count` of them, but not too far. */
async function* fromStart(
  source: GlanceSource,
  count: number,
): AsyncGenerator<{ readonly frame: Frame; readonly ordinal: number }, void, undefined> {
  const stride = Math.min(Math.max(Math.floor(claimedFrames(source) / count), 1), longestStride);
  let ordinal = -1;
  for await (const frame of source.read()) {
    ordinal += 1;
    if (ordinal % stride === 0 && !isCorrupt(frame)) yield { frame, ordinal };
    if (ordinal >= stride * count) return;
  }
}

/** What the container says, or what follows from its duration: it decides only which frames are looked at. */
function claimedFrames({ demuxer, stream }: GlanceSource): number {
  const { nbFrames, timeBase, avgFrameRate } = stream;
  if (nbFrames > 0n) return Number(nbFrames);
  const duration = durationOf(demuxer, stream);
  if (duration === null || avgFrameRate.num <= 0 || avgFrameRate.den <= 0) return Number.POSITIVE_INFINITY;
  return (duration * timeBase.num * avgFrameRate.num) / (timeBase.den * avgFrameRate.den);
}

/** Takes note of a frame. Frames without a timestamp can't be told apart, so each counts. */
function isNew(frame: Frame, seen: Set<number>): boolean {
  const key = ticksOf(frame.bestEffortTimestamp) ?? -1e15 - seen.size;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
