import {
  type DecodedVideo,
  type DecodeRequest,
  type DecodeStage,
  type FrameAllocator,
  FrameSieveError,
  fileNameOf,
  type Logger,
  type StageContext,
  type Store,
  settingsOf,
} from '@framesieve/core';
import { type RereadFrame, rereadFrames } from '@framesieve/exporter';
import type { DecodeRecord } from '../library/decode-record.ts';
import { pathsOf } from '../library/find-file.ts';
import { KnownIndex } from './known-index.ts';

/** What opening a video takes. */
export interface VideoParts {
  readonly store: Store;
  readonly decode: DecodeStage;
  readonly input: Pick<DecodeRequest, 'protocols' | 'stallSeconds'>;
  /** The path that was named, which is tried first. */
  readonly path: string | null;
  readonly logger: Logger;
  createFrames(): FrameAllocator;
}

/** A video that is open, decoded as a stored decode was. Disposing of it frees the decoder. */
export class ReadableVideo implements AsyncDisposable {
  readonly #record: DecodeRecord;
  readonly #video: DecodedVideo;
  readonly #parts: VideoParts;
  readonly #context: StageContext;
  readonly #index: KnownIndex;

  constructor(record: DecodeRecord, video: DecodedVideo, parts: VideoParts, context: StageContext) {
    this.#record = record;
    this.#video = video;
    this.#parts = parts;
    this.#context = context;
    this.#index = new KnownIndex(parts.store, record.decodeId);
  }

  /** Reads stored frames again, each verified or with the reason why it can't be had. Those that aren't stored don't come. */
  async *read(ordinals: readonly number[]): AsyncGenerator<RereadFrame> {
    const { decodeId, description, video, newest } = this.#record;
    const scored = await this.#parts.store.frames(decodeId, ordinals);
    const index = await this.#index.reaching(ordinals.at(-1) ?? 0);
    yield* rereadFrames(
      scored,
      {
        source: {
          path: this.#video.path,
          identity: video.identity,
          recording: this.#video.recording,
          decode: description,
          rereadBy: this.#video.description.decoder,
          metrics: newest.map(run => run.metric),
          settings: {},
        },
        read: (asked, { linear }) => this.#video.framesAt(asked, index ? { index, linear } : { linear }),
      },
      this.#context,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#video[Symbol.asyncDispose]();
  }
}

/**
 * Opens the video of a decode: the first of its paths at which it is.
 *
 * @throws FrameSieveError `input-missing` when it is at none, `frame-mismatch` when another video is there, or what else is
 *   wrong with it.
 */
export async function openVideo(
  record: DecodeRecord,
  parts: VideoParts,
  signal: AbortSignal,
): Promise<ReadableVideo> {
  const { description, video } = record;
  const context = { signal, logger: parts.logger, frames: parts.createFrames() };
  let failure: unknown = null;
  for (const path of pathsOf(video, parts.path)) {
    try {
      return new ReadableVideo(record, await open(path), parts, context);
    } catch (error) {
      signal.throwIfAborted();
      // What is wrong with a file that is there says more than that others aren't.
      if (failure === null || isMissing(failure)) failure = error;
    }
  }
  if (failure !== null && !isMissing(failure)) throw failure;
  const name = fileNameOf(video.paths[0] ?? '');
  throw new FrameSieveError({
    code: 'input-missing',
    message: `"${name}" is not where it was when it was scored.`,
    hint: 'Put it back, or start the viewer with its path: framesieve view VIDEO.',
    cause: failure,
  });

  async function open(path: string): Promise<DecodedVideo> {
    const { decoder, pixelPipeline, crop, stream } = description;
    const pixels = settingsOf(pixelPipeline, crop);
    const request = { ...parts.input, path, stream: stream.index, decoder: decoder.id, pixels };
    const opened = await parts.decode.run(request, context);
    const { sizeBytes, sha256 } = opened.identity;
    if (sha256 === video.identity.sha256 && sizeBytes === video.identity.sizeBytes) return opened;
    await opened[Symbol.asyncDispose]();
    throw new FrameSieveError({
      code: 'frame-mismatch',
      message: `"${fileNameOf(path)}" is not the video that was scored: its content is another.`,
      hint: 'Put the scored video back, or score this one.',
    });
  }
}

function isMissing(error: unknown): boolean {
  return FrameSieveError.isInstance(error) && error.code === 'input-missing';
}
