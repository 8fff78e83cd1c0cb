import type {
  DecodedFrame,
  Decoder,
  OpenOptions,
  OpenVideo,
  ReadOptions,
  StreamDescription,
} from '@framesieve/core';
import { FrameSieveError, shownPath } from '@framesieve/core';
import { inputAccess } from '@framesieve/decoder';
import { describeFile, type FileDescription } from './describe-file.ts';
import type { FailedCandidate, FfmpegBinary } from './find-ffmpeg.ts';
import { glanceAt } from './glance.ts';
import { chooseHardware } from './hardware.ts';
import { provesProgressive } from './progressive-proof.ts';
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

  async open(path: string, options: OpenOptions): Promise<OpenVideo> {
    const { signal, logger, hwaccel = 'off', stallSeconds } = options;
    for (const { description, named } of this.#failed) {
      if (named) logger.warn(`Of the ffmpeg commands, ${description}; "${this.#binary.path}" is used.`);
    }
    const binary = this.#binary;
    const input = await inputAccess(path, options);
    const described = await describeFile(binary, path, input, { signal, logger, stallSeconds });
    const hardware = await chooseHardware(binary, hwaccel, logger);
    const file = shownPath(path);
    return new FfmpegVideo({ binary, file, input, hardware, stallSeconds, logger }, described);
  }
}

type VideoParts = Pick<FrameSource, 'binary' | 'file' | 'input' | 'hardware' | 'stallSeconds' | 'logger'>;

class FfmpegVideo implements OpenVideo {
  readonly container: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly streams: readonly StreamDescription[];
  readonly #parts: VideoParts;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  /** By index, the streams that are certain to have no interlaced frame. */
  readonly #progressive = new Set<number>();
  /** By index, what settles when that is known. */
  readonly #proofs = new Map<number, Promise<void>>();

  constructor(parts: VideoParts, { container, tags, streams }: FileDescription) {
    this.#parts = parts;
    this.container = container;
    this.tags = tags;
    this.streams = streams;
  }

  frames(options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#prove(readFrames(this.#source(options.stream), allFrames, options), options);
  }

  isProgressive(stream: number): boolean {
    return this.#progressive.has(stream);
  }

  framesAt(ordinals: readonly number[], options: ReadOptions): AsyncIterable<DecodedFrame> {
    return readFramesAt(this.#source(options.stream), ordinals, options);
  }

  glance(count: number, options: ReadOptions): AsyncIterable<DecodedFrame> {
    return glanceAt(this.#source(options.stream), count, options);
  }

  /** Finds out what `isProgressive` says while the first frame is being decoded. */
  async *#prove(
    frames: AsyncIterable<DecodedFrame>,
    { stream, signal }: ReadOptions,
  ): AsyncGenerator<DecodedFrame, void> {
    const proof = this.#proofs.get(stream) ?? this.#proof(stream, signal).catch(() => {});
    this.#proofs.set(stream, proof);
    for await (const frame of frames) {
      await proof;
      yield frame;
    }
  }

  async #proof(stream: number, signal: AbortSignal): Promise<void> {
    const { binary, file, input, stallSeconds } = this.#parts;
    const until = AbortSignal.any([signal, this.#closing.signal]);
    const run = { path: file, stallSeconds, signal: until };
    const proving = provesProgressive(binary, input, this.#source(stream).stream, run);
    this.#track(proving);
    if (await proving) this.#progressive.add(stream);
  }

  #track(running: Promise<unknown>): void {
    this.#running.add(running);
    const forget = () => this.#running.delete(running);
    running.then(forget, forget);
  }

  #source(index: number): FrameSource {
    const stream = this.streams.find(candidate => candidate.index === index);
    if (!stream) {
      throw new FrameSieveError({
        code: 'usage',
        message: `"${this.#parts.file}" has no video stream ${index}.`,
        hint: `Its video streams are ${this.streams.map(candidate => candidate.index).join(', ')}.`,
      });
    }
    const track = (ended: Promise<unknown>) => this.#track(ended);
    return { ...this.#parts, stream, closing: this.#closing.signal, track };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running);
  }
}
