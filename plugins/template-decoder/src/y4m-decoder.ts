import { open } from 'node:fs/promises';
import {
  type DecodedFrame,
  type DecoderFactory,
  FrameSieveError,
  frameLayout,
  type OpenVideo,
  type ReadOptions,
  type StreamDescription,
} from '@framesieve/core';
import { ByteSource } from './byte-source.ts';
import { parseStreamHeader, type Y4mHeader } from './y4m-header.ts';

const version = '1.0';

/** Reads YUV4MPEG2 files (`.y4m`): uncompressed frames, each behind a line of text. */
export const y4mDecoder: DecoderFactory = {
  id: 'y4m',
  summary: 'Uncompressed YUV4MPEG2 files',

  async availability() {
    // A decoder that needs a library or a program says here what is missing, and what to do about it.
    return { available: true, version };
  },

  async create(options) {
    const [unknown] = Object.keys(options);
    if (unknown !== undefined) {
      throw new FrameSieveError({
        code: 'config',
        message: `The y4m decoder has no option \`${unknown}\`.`,
        hint: 'Leave it out.',
      });
    }
    return {
      id: 'y4m',
      version,
      async open(path, { signal }) {
        signal.throwIfAborted();
        await using source = await openSource(path);
        const line = await source.readLine();
        const header = line?.startsWith('YUV4MPEG2 ') ? parseStreamHeader(line) : null;
        if (header) return new Y4mVideo(path, header);
        throw await notY4m(path);
      },
    };
  },
};

class Y4mVideo implements OpenVideo {
  readonly container = 'yuv4mpegpipe';
  readonly streams: readonly StreamDescription[];
  readonly #path: string;
  readonly #header: Y4mHeader;
  readonly #closing = new AbortController();

  constructor(path: string, header: Y4mHeader) {
    this.#path = path;
    this.#header = header;
    this.streams = [describeStream(header)];
  }

  frames(options: ReadOptions): AsyncIterable<DecodedFrame> {
    return this.#read(() => true, Number.POSITIVE_INFINITY, options);
  }

  framesAt(ordinals: readonly number[], options: ReadOptions): AsyncIterable<DecodedFrame> {
    const wanted = new Set(ordinals);
    return this.#read(ordinal => wanted.has(ordinal), ordinals.at(-1) ?? -1, options);
  }

  /** The one loop: every frame is met in order, so its ordinal is counted, not computed. */
  async *#read(
    wanted: (ordinal: number) => boolean,
    last: number,
    { frames, signal, report }: ReadOptions,
  ): AsyncGenerator<DecodedFrame, void> {
    signal.throwIfAborted();
    const closing = this.#closing.signal;
    if (closing.aborted) return;
    const stop = AbortSignal.any([signal, closing]);
    const { width, height, pixelFormat, color, pixelAspect } = this.#header;
    const format = {
      width,
      height,
      pixelFormat,
      color,
      pixelAspect,
      rotation: 0,
      mirrored: false,
      scan: 'progressive',
    } as const;
    const { byteLength } = frameLayout(pixelFormat, width, height);
    // `await using` closes the file however the loop is left: at the end, by `break`, or by an error.
    await using source = await openSource(this.#path);
    await source.readLine();
    for (let ordinal = 0; ordinal <= last; ordinal++) {
      const line = await source.readLine();
      if (line === null) return;
      if (!/^FRAME( |$)/.test(line)) {
        report({ ordinal, message: 'The frame header is damaged; nothing can be read behind it.' });
        return;
      }
      if (!wanted(ordinal)) {
        source.skip(byteLength);
        continue;
      }
      let buffer: DecodedFrame['buffer'];
      try {
        buffer = await frames.acquire(byteLength, stop);
      } catch (error) {
        // Disposing of the video ends an iteration that waits for room; aborting the work makes it fail.
        if (closing.aborted && !signal.aborted) return;
        throw error;
      }
      // Until the frame is yielded, its buffer is ours to release.
      let complete = false;
      try {
        complete = await source.readInto(buffer.bytes);
        signal.throwIfAborted();
        if (closing.aborted) complete = false;
        else if (!complete) report({ ordinal, message: 'The file ends within this frame.' });
      } finally {
        if (!complete || stop.aborted) buffer.release();
      }
      if (!complete) return;
      // No timestamps are stored: the format defines them as the frame's number over the frame rate.
      yield { ordinal, ptsTicks: ordinal, keyFrame: true, corrupt: false, format, buffer };
      signal.throwIfAborted();
      if (closing.aborted) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
  }
}

function describeStream(header: Y4mHeader): StreamDescription {
  const { width, height, pixelFormat, color, frameRate, pixelAspect } = header;
  return {
    index: 0,
    codec: 'rawvideo',
    width,
    height,
    pixelFormat: pixelFormat.name,
    color,
    timeBase: { numerator: frameRate.denominator, denominator: frameRate.numerator },
    frameRate,
    durationSeconds: null,
    frameCount: null,
    rotation: 0,
    mirrored: false,
    pixelAspect,
    attachedPicture: false,
    isDefault: true,
  };
}

async function openSource(path: string): Promise<ByteSource> {
  try {
    return new ByteSource(await open(path));
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FrameSieveError({
      code: missing ? 'input-missing' : 'input-unreadable',
      message: missing ? `"${path}" does not exist.` : `"${path}" can't be opened.`,
      hint: missing ? 'Check the path.' : "Check the file's permissions.",
      cause,
    });
  }
}

/** A decoder tells a media file without video from no media file at all. This one knows sound in a RIFF file. */
async function notY4m(path: string): Promise<FrameSieveError> {
  await using source = await openSource(path);
  const head = new Uint8Array(12);
  await source.readInto(head);
  const text = Buffer.from(head).toString('latin1');
  if (text.startsWith('RIFF') && text.endsWith('WAVE')) {
    return new FrameSieveError({
      code: 'input-no-video-stream',
      message: `"${path}" holds sound, but no video.`,
      hint: 'Give a .y4m file.',
    });
  }
  return new FrameSieveError({
    code: 'input-not-video',
    message: `"${path}" is not a YUV4MPEG2 file that can be read.`,
    hint: 'Let another decoder read it, or convert it: `ffmpeg -i VIDEO out.y4m`.',
  });
}
