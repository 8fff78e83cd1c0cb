import { readFile, writeFile } from 'node:fs/promises';
import {
  type DecodedFrame,
  type Decoder,
  type DecoderFactory,
  FrameSieveError,
  frameLayout,
  type OpenVideo,
  type PictureFormat,
  parsePixelFormat,
  type Rational,
  type ReadOptions,
  type StreamDescription,
  unknownColor,
} from '@framesieve/core';

/** One frame of a fake video: a flat or graded picture. */
export interface FakeFrame {
  readonly ptsTicks: number | null;
  readonly keyFrame?: boolean;
  readonly corrupt?: boolean;
  /** Luma code value of the left edge; default: the ordinal, modulo 256. */
  readonly luma?: number;
  /** How much brighter the right edge is than the left one, in code values; default: 0. */
  readonly slope?: number;
}

/** A fake video, which is a JSON file: what it holds is known without decoding anything. */
export interface FakeVideo {
  readonly width: number;
  readonly height: number;
  readonly timeBase: Rational;
  readonly frameRate: Rational | null;
  readonly frames: readonly FakeFrame[];
  /** Differences of further streams from the first; all show the same frames. */
  readonly streams?: readonly Partial<StreamDescription>[];
}

/** How a fake decoder behaves. */
export interface FakeDecoderOptions {
  /** Default: `fake`. */
  readonly id?: string;
  readonly version?: string;
  /** Makes it unavailable, for this reason. */
  readonly unavailable?: string;
  /** Changes what it yields: for breaking the contract on purpose. */
  readonly alter?: (frame: DecodedFrame) => DecodedFrame;
  /** Throws instead of yielding the frame of this ordinal. */
  readonly failAt?: number;
}

const mark = 'framesieve fake video';
const pixelFormat = parsePixelFormat('gray')!;

/** Writes a fake video, to be opened by a decoder of `createFakeDecoder`. */
export async function writeFakeVideo(path: string, video: FakeVideo): Promise<string> {
  await writeFile(path, JSON.stringify({ mark, ...video }));
  return path;
}

/** A decoder of fake videos: small, exact, without FFmpeg, and keeping the whole contract. */
export function createFakeDecoder(options: FakeDecoderOptions = {}): DecoderFactory {
  const { id = 'fake', version = '1', unavailable } = options;
  const decoder: Decoder = {
    id,
    version,
    async open(path, { signal }) {
      signal.throwIfAborted();
      return new OpenFakeVideo(await readFakeVideo(path), options);
    },
  };
  return {
    id,
    summary: 'Fake videos for tests',
    async availability() {
      if (unavailable === undefined) return { available: true, version };
      return { available: false, reason: unavailable, hint: 'Install it.' };
    },
    create: async () => decoder,
  };
}

async function readFakeVideo(path: string): Promise<FakeVideo> {
  const fail = (code: 'input-missing' | 'input-not-video' | 'input-no-video-stream', message: string) =>
    new FrameSieveError({ code, message: `"${path}" ${message}.` });
  const text = await readFile(path, 'utf8').catch(() => {
    throw fail('input-missing', 'is missing');
  });
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WAVE')
    throw fail('input-no-video-stream', 'is sound');
  if (!text.startsWith(`{"mark":"${mark}"`)) throw fail('input-not-video', 'is no fake video');
  return JSON.parse(text) as FakeVideo;
}

class OpenFakeVideo implements OpenVideo {
  readonly container = 'fake';
  readonly streams: readonly StreamDescription[];
  readonly #video: FakeVideo;
  readonly #options: FakeDecoderOptions;
  readonly #closing = new AbortController();

  constructor(video: FakeVideo, options: FakeDecoderOptions) {
    this.#video = video;
    this.#options = options;
    const first = firstStream(video);
    this.streams = [
      first,
      ...(video.streams ?? []).map((other, i) => ({ ...first, index: i + 1, ...other })),
    ];
  }

  frames(options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#read(this.#video.frames.keys(), options);
  }

  framesAt(ordinals: readonly number[], options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#read(
      ordinals.filter(ordinal => ordinal < this.#video.frames.length),
      options,
    );
  }

  glance(count: number, options: ReadOptions): AsyncIterable<DecodedFrame> {
    const { frames } = this.#video;
    const spread = Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * frames.length) / count));
    const whole = [...new Set(spread)].filter(ordinal => frames[ordinal] && !frames[ordinal].corrupt);
    return this.#read(whole, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
  }

  async *#read(
    ordinals: Iterable<number>,
    options: ReadOptions,
  ): AsyncGenerator<DecodedFrame, void, undefined> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    const { failAt, alter = frame => frame } = this.#options;
    try {
      for (const ordinal of ordinals) {
        signal.throwIfAborted();
        if (ordinal === failAt) throw new Error(`Frame ${ordinal} is broken on purpose.`);
        if (this.#video.frames[ordinal]!.corrupt)
          options.report({ ordinal, message: 'The frame is damaged.' });
        const frame = alter(await this.#paint(ordinal, options, signal));
        yield frame;
      }
      signal.throwIfAborted();
    } catch (error) {
      if (!this.#closing.signal.aborted) throw error;
    }
  }

  async #paint(ordinal: number, { frames }: ReadOptions, signal: AbortSignal): Promise<DecodedFrame> {
    const { width, height } = this.#video;
    const {
      ptsTicks,
      keyFrame = ordinal === 0,
      corrupt = false,
      luma = ordinal & 255,
      slope = 0,
    } = this.#video.frames[ordinal]!;
    const buffer = await frames.acquire(frameLayout(pixelFormat, width, height).byteLength, signal);
    const row = Uint8Array.from(
      { length: width },
      (_, x) => luma + Math.round((slope * x) / Math.max(1, width - 1)),
    );
    for (let y = 0; y < height; y++) buffer.bytes.set(row, y * width);
    return { ordinal, ptsTicks, keyFrame, corrupt, format: fakeFormat(width, height), buffer };
  }
}

function fakeFormat(width: number, height: number): PictureFormat {
  const pixelAspect = { numerator: 1, denominator: 1 };
  return {
    width,
    height,
    pixelFormat,
    color: unknownColor,
    rotation: 0,
    mirrored: false,
    pixelAspect,
    scan: 'progressive',
  };
}

function firstStream({ width, height, timeBase, frameRate, frames }: FakeVideo): StreamDescription {
  const { color, rotation, mirrored, pixelAspect } = fakeFormat(width, height);
  return {
    index: 0,
    codec: 'fake',
    width,
    height,
    pixelFormat: pixelFormat.name,
    color,
    timeBase,
    frameRate,
    durationSeconds: null,
    frameCount: frames.length,
    rotation,
    mirrored,
    pixelAspect,
    attachedPicture: false,
    isDefault: true,
  };
}
