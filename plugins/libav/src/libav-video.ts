import {
  type DecodedFrame,
  FrameSieveError,
  type Logger,
  type OpenVideo,
  type PictureFormat,
  type ReadOptions,
  type Scan,
  type StreamDescription,
} from '@framesieve/core';
import * as av from 'node-av/constants';
import type { CodecContext, FormatContext, Frame, Stream } from 'node-av/lib';
import { describeColor } from './color-tags.ts';
import { openDemuxer } from './demuxer.ts';
import { orientationOf } from './display-matrix.ts';
import { openCodec, readFrames } from './frame-reader.ts';
import { copyPicture, type TravelFormat } from './native-picture.ts';
import { SeekIndex, type SeekPoint } from './seek-index.ts';
import { pixelAspectOf, ticksOf } from './stream-description.ts';

/** What an open video is made of. */
export interface LibavVideoParts {
  readonly path: string;
  /** Just opened: nothing has been read from it. */
  readonly demuxer: FormatContext;
  readonly streams: readonly StreamDescription[];
  readonly threads: number;
  readonly logger: Logger;
}

/** One iteration's surroundings; the signal also stops it when the video is disposed of. */
interface Pass {
  readonly options: ReadOptions;
  readonly signal: AbortSignal;
}

/** What one iteration reads from. */
interface Source extends AsyncDisposable {
  readonly demuxer: FormatContext;
  readonly stream: Stream;
  readonly decoder: CodecContext;
  readonly frames: AsyncGenerator<Frame, void, undefined>;
}

/** Frames that a seek must save: moving the demuxer and filling the decoder costs about as much as decoding a few. */
const worthSeeking = 16;

/** Thrown inside an iteration when its video is disposed of, and turned into its end. */
const disposed = new Error('The video was closed.');

/** A file opened by libav. Each iteration has a demuxer and a decoder of its own. */
export class LibavVideo implements OpenVideo {
  readonly container: string;
  readonly streams: readonly StreamDescription[];
  readonly #parts: LibavVideoParts;
  readonly #closing = new AbortController();
  readonly #iterations = new Set<AsyncGenerator<DecodedFrame>>();
  /** The demuxer that the headers were read with serves the first iteration. */
  #unused: FormatContext | null;

  constructor(parts: LibavVideoParts) {
    this.#parts = parts;
    this.#unused = parts.demuxer;
    this.container = parts.demuxer.iformat?.name ?? 'unknown';
    this.streams = parts.streams;
  }

  frames(options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#start(options, null);
  }

  framesAt(ordinals: readonly number[], options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#start(options, ordinals);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(disposed);
    await Promise.all([...this.#iterations].map(iteration => iteration.return(undefined)));
    const unused = this.#unused;
    this.#unused = null;
    await unused?.closeInput();
  }

  #start(options: ReadOptions, wanted: readonly number[] | null): AsyncGenerator<DecodedFrame> {
    const iteration = this.#decode(options, wanted, () => this.#iterations.delete(iteration));
    this.#iterations.add(iteration);
    return iteration;
  }

  async *#decode(
    options: ReadOptions,
    wanted: readonly number[] | null,
    onEnd: () => void,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    const pass: Pass = { options, signal: AbortSignal.any([options.signal, this.#closing.signal]) };
    try {
      pass.signal.throwIfAborted();
      const seek = wanted !== null && options.index !== undefined && options.linear !== true;
      const rest = seek ? yield* this.#decodeSeeking(wanted, new SeekIndex(options.index), pass) : wanted;
      if (rest?.length !== 0) yield* this.#decodeLinearly(rest, pass);
    } catch (error) {
      if (error !== disposed) throw error;
    } finally {
      onEnd();
    }
  }

  /** Decodes from the start; only the wanted frames are copied, `null` for all. */
  async *#decodeLinearly(
    wanted: readonly number[] | null,
    pass: Pass,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    await using source = await this.#openSource(pass);
    const remaining = wanted && [...wanted].reverse();
    let ordinal = -1;
    for await (const frame of source.frames) {
      ordinal += 1;
      if (remaining && remaining.at(-1) !== ordinal) continue;
      remaining?.pop();
      yield await leaseFrame(frame, ordinal, source.stream, pass);
      if (remaining?.length === 0) return;
    }
  }

  /**
   * Decodes only what leads up to the wanted frames, which are recognised by their timestamps.
   *
   * @returns the ordinals from the first one on that could not be found with certainty.
   */
  async *#decodeSeeking(
    wanted: readonly number[],
    index: SeekIndex,
    pass: Pass,
  ): AsyncGenerator<DecodedFrame, readonly number[], undefined> {
    const queue = wanted.filter(ordinal => ordinal < index.length);
    await using source = await this.#openSource(pass);
    const { demuxer, decoder, stream, frames } = source;
    let position = -1;
    let sought: SeekPoint | null = null;
    let located = true;
    for (let target = queue[0]; target !== undefined; target = queue[0]) {
      const point = index.pointFor(target);
      if (point && point.start - position > worthSeeking) {
        // A stream may say at its start, and only there, how it is to be decoded: which encoder made it, for one.
        if (position < 0 && (await frames.next()).done) return queue;
        const timestamp = BigInt(index.ptsOf(point.start));
        if ((await demuxer.seekFrame(stream.index, timestamp, av.AVSEEK_FLAG_BACKWARD)) < 0) return queue;
        decoder.flushBuffers();
        sought = point;
        located = false;
        position = point.start - 1;
      }
      while (position < target) {
        const next = await frames.next();
        if (next.done) return queue;
        const found = sought ? index.ordinalOf(Number(next.value.bestEffortTimestamp)) : position + 1;
        if (sought && !located) {
          // Not there yet: what comes before the key frame may lack its references.
          if (found === null || found < sought.start) continue;
          if (found > sought.latest) return queue;
          located = true;
        } else if (found !== position + 1) return queue;
        position = found;
        if (position === target) yield await leaseFrame(next.value, position, stream, pass);
      }
      if (position > target) return queue;
      queue.shift();
    }
    return [];
  }

  /** A demuxer at the start of the file, and a decoder. */
  async #openSource({ options, signal }: Pass): Promise<Source> {
    const demuxer = await this.#takeDemuxer();
    try {
      const stream = selectStream(demuxer, options.stream);
      const decoder = await openCodec(stream, this.#parts.threads);
      const frames = readFrames(demuxer, stream, decoder, {
        assertActive: () => signal.throwIfAborted(),
        report: issue => options.report(issue),
      });
      return {
        demuxer,
        stream,
        decoder,
        frames,
        async [Symbol.asyncDispose]() {
          await frames.return();
          decoder.freeContext();
          await demuxer.closeInput();
        },
      };
    } catch (error) {
      await demuxer.closeInput();
      throw error;
    }
  }

  async #takeDemuxer(): Promise<FormatContext> {
    const unused = this.#unused;
    this.#unused = null;
    return unused ?? openDemuxer(this.#parts.path, this.#parts.logger);
  }
}

async function leaseFrame(
  frame: Frame,
  ordinal: number,
  stream: Stream,
  { options, signal }: Pass,
): Promise<DecodedFrame> {
  const corrupt = frame.hasFlags(av.AV_FRAME_FLAG_CORRUPT) || frame.decodeErrorFlags !== 0;
  if (corrupt) options.report({ ordinal, message: 'The frame is damaged.' });
  const describe = (travel: TravelFormat) => describePicture(frame, stream, travel);
  const picture = await copyPicture(frame, describe, options.frames, signal);
  return {
    ordinal,
    ptsTicks: ticksOf(frame.bestEffortTimestamp),
    keyFrame: frame.hasFlags(av.AV_FRAME_FLAG_KEY),
    corrupt,
    ...picture,
  };
}

function scanOf(frame: Frame): Scan {
  if (!frame.hasFlags(av.AV_FRAME_FLAG_INTERLACED)) return 'progressive';
  return frame.hasFlags(av.AV_FRAME_FLAG_TOP_FIELD_FIRST) ? 'top-first' : 'bottom-first';
}

/** Finds the stream, and has the demuxer leave out the others. */
function selectStream(demuxer: FormatContext, index: number): Stream {
  const stream = demuxer.streams.find(candidate => candidate.index === index);
  if (stream?.codecpar.codecType !== av.AVMEDIA_TYPE_VIDEO) {
    throw new FrameSieveError({
      code: 'usage',
      message: `The file has no video stream ${index}.`,
      hint: 'Choose one of the video streams that `framesieve probe` lists.',
    });
  }
  for (const other of demuxer.streams) {
    if (other.index !== index) other.discard = av.AVDISCARD_ALL;
  }
  return stream;
}

function describePicture(frame: Frame, stream: Stream, travel: TravelFormat): PictureFormat {
  const matrix =
    frame.getSideData(av.AV_FRAME_DATA_DISPLAYMATRIX) ??
    stream.codecpar.getCodedSideData(av.AV_PKT_DATA_DISPLAYMATRIX);
  const color = describeColor(frame, travel.fullRange);
  return {
    width: frame.width,
    height: frame.height,
    pixelFormat: travel.pixelFormat,
    color: travel.pixelFormat.model === 'rgb' ? { ...color, matrix: 'rgb' } : color,
    ...orientationOf(matrix),
    pixelAspect: pixelAspectOf(stream.sampleAspectRatio, frame.sampleAspectRatio),
    scan: scanOf(frame),
  };
}
