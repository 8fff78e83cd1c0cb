import {
  type DecodedFrame,
  FrameSieveError,
  frameLayout,
  type Logger,
  messageOf,
  type OpenVideo,
  type PictureFormat,
  parsePixelFormat,
  type ReadOptions,
  type StreamDescription,
  shownPath,
} from '@framesieve/core';
import { bgrToPlanes } from './bgr-planes.ts';
import { deliveredColor, describeCapture } from './describe-capture.ts';
import { type Capture, type Mat, type OpenCvAddon, readPicture, samplesOf } from './opencv-addon.ts';
import { waitFor } from './wait-for.ts';

/** What an open video is made of. */
export interface OpenCvVideoParts {
  readonly path: string;
  readonly addon: OpenCvAddon;
  /** Whether it is a file of sound: what OpenCV shows of it is its cover. */
  readonly isSound: boolean;
  /** Just opened: nothing has been read from it. */
  readonly capture: Capture;
  /** Opens the same once more. */
  open(): Promise<Capture>;
  readonly stallSeconds: number | null;
  readonly logger: Logger;
}

/** Which frames are read, and up to which. */
interface Selection {
  wanted(ordinal: number): boolean;
  readonly last: number;
}

const pixelFormat = parsePixelFormat('gbrp')!;
/** OpenCV's code for three channels of 8 bits. */
const bgr8 = 16;
/** Thrown inside an iteration when its video is disposed of, and turned into its end. */
const disposed = new Error('The video was closed.');

/** A file opened by OpenCV. Each iteration has a capture of its own, read from the start: OpenCV can't be trusted to seek. */
export class OpenCvVideo implements OpenVideo {
  /** OpenCV doesn't tell it. */
  readonly container = 'unknown';
  readonly streams: readonly [StreamDescription];
  readonly #parts: OpenCvVideoParts;
  readonly #closing = new AbortController();
  readonly #iterations = new Set<AsyncGenerator<DecodedFrame>>();
  /** The capture that was described serves the first iteration. */
  #unused: Capture | null;

  constructor(parts: OpenCvVideoParts) {
    this.#parts = parts;
    this.#unused = parts.capture;
    const stream = describeCapture(parts.capture, parts.addon.version);
    this.streams = [{ ...stream, attachedPicture: parts.isSound }];
  }

  frames(options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#start({ wanted: () => true, last: Number.POSITIVE_INFINITY }, options);
  }

  framesAt(ordinals: readonly number[], options: ReadOptions): AsyncIterable<DecodedFrame> {
    const wanted = new Set(ordinals);
    return this.#start({ wanted: ordinal => wanted.has(ordinal), last: ordinals.at(-1) ?? -1 }, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(disposed);
    await Promise.all([...this.#iterations].map(iteration => iteration.return(undefined)));
    this.#unused?.release();
    this.#unused = null;
  }

  #start(selection: Selection, options: ReadOptions): AsyncGenerator<DecodedFrame> {
    if (options.stream !== 0) {
      throw new FrameSieveError({
        code: 'usage',
        message: `OpenCV reads the first video stream of "${shownPath(this.#parts.path)}" only, as stream 0, not stream ${options.stream}.`,
        hint: 'Leave out --stream, or use another decoder.',
      });
    }
    const iteration = this.#read(selection, options, () => this.#iterations.delete(iteration));
    this.#iterations.add(iteration);
    return iteration;
  }

  /** The one loop: every frame is met in order, so its ordinal is counted, not computed. */
  async *#read(
    { wanted, last }: Selection,
    options: ReadOptions,
    onEnd: () => void,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    let capture: Capture | null = null;
    try {
      signal.throwIfAborted();
      capture = await this.#takeCapture();
      for (let ordinal = 0; ordinal <= last; ordinal++) {
        const mat = await this.#next(capture, ordinal, options, signal);
        if (!mat) return;
        let frame: DecodedFrame | null = null;
        try {
          if (wanted(ordinal)) frame = await this.#lease(mat, ordinal, options, signal);
        } finally {
          mat.release();
        }
        if (frame) yield frame;
        signal.throwIfAborted();
      }
    } catch (error) {
      if (error !== disposed) throw error;
    } finally {
      capture?.release();
      onEnd();
    }
  }

  /** The next picture; `null` at the end, for which OpenCV also takes damage that it can't get over. */
  async #next(
    capture: Capture,
    ordinal: number,
    { report }: ReadOptions,
    signal: AbortSignal,
  ): Promise<Mat | null> {
    const { stallSeconds } = this.#parts;
    const read = readPicture(capture).catch((error: unknown) => new Error(messageOf(error)));
    const mat = await waitFor(read, { signal, stallSeconds });
    if (mat instanceof Error) {
      report({ ordinal, message: `OpenCV failed, and nothing can be read behind it: ${mat.message}` });
      return null;
    }
    if (!mat.empty) return mat;
    this.#noteEnd(ordinal);
    return null;
  }

  async #lease(
    mat: Mat,
    ordinal: number,
    { frames }: ReadOptions,
    signal: AbortSignal,
  ): Promise<DecodedFrame> {
    const { cols: width, rows: height } = mat;
    if (mat.type !== bgr8) throw otherPictures(this.#parts.path, mat.type);
    const buffer = await frames.acquire(frameLayout(pixelFormat, width, height).byteLength, signal);
    try {
      bgrToPlanes(await samplesOf(mat), buffer.bytes);
      signal.throwIfAborted();
    } catch (error) {
      buffer.release();
      throw error;
    }
    const format = this.#formatOf(width, height);
    // That the first frame is a key frame is all that is certain; OpenCV tells neither the others nor damage.
    return { ordinal, ptsTicks: null, keyFrame: ordinal === 0, corrupt: false, format, buffer };
  }

  #formatOf(width: number, height: number): PictureFormat {
    const [{ rotation, mirrored, pixelAspect }] = this.streams;
    const color = deliveredColor;
    return { width, height, pixelFormat, color, rotation, mirrored, pixelAspect, scan: 'progressive' };
  }

  /** Whether a file ends early for its damage, or never had what its container claims, can't be told: so it is no issue. */
  #noteEnd(frames: number): void {
    const claimed = this.streams[0].frameCount ?? 0;
    // The claim may be a duration times a rate: off by one is no news.
    if (frames === 0 || claimed - frames <= 1) return;
    this.#parts.logger.warn(
      `OpenCV put out ${frames} frames of "${shownPath(this.#parts.path)}", whose container claims about ${claimed}: the file may be damaged.`,
    );
  }

  async #takeCapture(): Promise<Capture> {
    const unused = this.#unused;
    this.#unused = null;
    return unused ?? this.#parts.open();
  }
}

function otherPictures(path: string, type: number): FrameSieveError {
  return new FrameSieveError({
    code: 'decode-failed',
    message: `OpenCV gives the pictures of "${shownPath(path)}" in a form that is not used here (type ${type}).`,
    hint: 'Use another decoder.',
  });
}
