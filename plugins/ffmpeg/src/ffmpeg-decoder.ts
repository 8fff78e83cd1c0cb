import type {
  DecodedFrame,
  Decoder,
  OpenOptions,
  OpenVideo,
  ReadOptions,
  StreamDescription,
} from '@framesieve/core';
import { FrameSieveError } from '@framesieve/core';
import { describeFile, type FileDescription } from './describe-file.ts';
import type { FailedCandidate, FfmpegBinary } from './find-ffmpeg.ts';
import { allFrames, type FrameSource, readFrames } from './read-frames.ts';
import { readFramesAt } from './read-frames-at.ts';

/** Decodes with the ffmpeg command; each iteration runs a process of its own. */
export class FfmpegDecoder implements Decoder {
  readonly id = 'ffmpeg';
  readonly version: string;
  readonly #binary: FfmpegBinary;
  readonly #failed: readonly FailedCandidate[];

  constructor(binary: FfmpegBinary, failed: readonly FailedCandidate[]) {
    this.version = binary.version;
    this.#binary = binary;
    this.#failed = failed;
  }

  async open(path: string, { signal, logger }: OpenOptions): Promise<OpenVideo> {
    for (const { description, named } of this.#failed) {
      if (named) logger.warn(`Of the ffmpeg commands, ${description}; "${this.#binary.path}" is used.`);
    }
    return new FfmpegVideo(this.#binary, path, await describeFile(this.#binary, path, { signal, logger }));
  }
}

class FfmpegVideo implements OpenVideo {
  readonly container: string;
  readonly streams: readonly StreamDescription[];
  readonly #binary: FfmpegBinary;
  readonly #file: string;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(binary: FfmpegBinary, file: string, { container, streams }: FileDescription) {
    this.#binary = binary;
    this.#file = file;
    this.container = container;
    this.streams = streams;
  }

  frames(options: ReadOptions): AsyncIterable<DecodedFrame> {
    return readFrames(this.#source(options.stream), allFrames, options);
  }

  framesAt(ordinals: readonly number[], options: ReadOptions): AsyncIterable<DecodedFrame> {
    return readFramesAt(this.#source(options.stream), ordinals, options);
  }

  #source(index: number): FrameSource {
    const stream = this.streams.find(candidate => candidate.index === index);
    if (!stream) {
      throw new FrameSieveError({
        code: 'usage',
        message: `"${this.#file}" has no video stream ${index}.`,
        hint: `Its video streams are ${this.streams.map(candidate => candidate.index).join(', ')}.`,
      });
    }
    const track = (ended: Promise<unknown>) => {
      this.#running.add(ended);
      const forget = () => this.#running.delete(ended);
      ended.then(forget, forget);
    };
    return { binary: this.#binary, file: this.#file, stream, closing: this.#closing.signal, track };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running);
  }
}
