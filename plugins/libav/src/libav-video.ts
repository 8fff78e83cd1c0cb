import {
  type DecodedFrame,
  FrameSieveError,
  type Logger,
  type OpenVideo,
  type PictureFormat,
  type ReadOptions,
  type StreamDescription,
} from '@framesieve/core';
import * as av from 'node-av/constants';
import type { FormatContext, Frame, Stream } from 'node-av/lib';
import { describeColor } from './color-tags.ts';
import { openDemuxer } from './demuxer.ts';
import { orientationOf } from './display-matrix.ts';
import { readFrames } from './frame-reader.ts';
import { copyPicture, type TravelFormat } from './native-picture.ts';
import { noTimestamp, pixelAspectOf } from './stream-description.ts';

/** What an open video is made of. */
export interface LibavVideoParts {
  readonly path: string;
  /** Just opened: nothing has been read from it. */
  readonly demuxer: FormatContext;
  readonly streams: readonly StreamDescription[];
  readonly threads: number;
  readonly logger: Logger;
}

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

  /** Decodes from the start; only the wanted frames are copied, `null` for all. */
  async *#decode(
    options: ReadOptions,
    wanted: readonly number[] | null,
    onEnd: () => void,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    let demuxer: FormatContext | null = null;
    try {
      signal.throwIfAborted();
      if (wanted?.length === 0) return;
      demuxer = await this.#takeDemuxer();
      const stream = selectStream(demuxer, options.stream);
      const remaining = wanted && [...wanted].reverse();
      let ordinal = -1;
      const reader = readFrames(demuxer, stream, {
        threads: this.#parts.threads,
        assertActive: () => signal.throwIfAborted(),
        report: issue => options.report(issue),
      });
      for await (const frame of reader) {
        ordinal += 1;
        if (remaining && remaining.at(-1) !== ordinal) continue;
        remaining?.pop();
        yield await this.#leaseFrame(frame, ordinal, stream, options, signal);
        if (remaining?.length === 0) return;
      }
    } catch (error) {
      if (error !== disposed) throw error;
    } finally {
      onEnd();
      await demuxer?.closeInput();
    }
  }

  async #leaseFrame(
    frame: Frame,
    ordinal: number,
    stream: Stream,
    options: ReadOptions,
    signal: AbortSignal,
  ): Promise<DecodedFrame> {
    const corrupt = frame.hasFlags(av.AV_FRAME_FLAG_CORRUPT) || frame.decodeErrorFlags !== 0;
    if (corrupt) options.report({ ordinal, message: 'The frame is damaged.' });
    const describe = (travel: TravelFormat) => describePicture(frame, stream, travel);
    const picture = await copyPicture(frame, describe, options.frames, signal);
    const timestamp = frame.bestEffortTimestamp;
    return {
      ordinal,
      ptsTicks: timestamp === noTimestamp ? null : Number(timestamp),
      keyFrame: frame.hasFlags(av.AV_FRAME_FLAG_KEY),
      corrupt,
      ...picture,
    };
  }

  async #takeDemuxer(): Promise<FormatContext> {
    const unused = this.#unused;
    this.#unused = null;
    return unused ?? openDemuxer(this.#parts.path, this.#parts.logger);
  }
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
  };
}
