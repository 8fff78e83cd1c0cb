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
import type { NamedVideo } from '../viewer-options.ts';
import { KnownIndex } from './known-index.ts';

/** What opening a video takes. */
export interface VideoParts {
  readonly store: Store;
  readonly decode: DecodeStage;
  readonly input: Pick<DecodeRequest, 'protocols' | 'stallSeconds'>;
  /** The video that was named, whose path is tried first. */
  readonly named: NamedVideo | null;
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
  #isBroken = false;

  constructor(record: DecodeRecord, video: DecodedVideo, parts: VideoParts, context: StageContext) {
    this.#record = record;
    this.#video = video;
    this.#parts = parts;
    this.#context = context;
    this.#index = new KnownIndex(parts.store, record.decodeId);
  }

  /** Whether it could not be read from, e.g. since a connection was lost: opened anew it may be. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Reads stored frames again, each verified or with the reason why it can't be had. Those that aren't stored don't come. */
  async *read(ordinals: readonly number[]): AsyncGenerator<RereadFrame> {
    const { decodeId, description, video, newest } = this.#record;
    const scored = await this.#parts.store.frames(decodeId, ordinals);
    const index = await this.#index.reaching(ordinals.at(-1) ?? 0);
    const source = {
      path: this.#video.path,
      identity: video.identity,
      recording: this.#video.recording,
      decode: description,
      rereadBy: this.#video.description.decoder,
      metrics: newest.map(run => run.metric),
      settings: {},
    };
    const read = (asked: readonly number[], { linear }: { readonly linear: boolean }) =>
      this.#video.framesAt(asked, index ? { index, linear } : { linear });
    try {
      for await (const reread of rereadFrames(scored, { source, read }, this.#context)) {
        if (reread.frame === null && reread.error.code === 'decode-failed') this.#isBroken = true;
        yield reread;
      }
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
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
  const paths = pathsOf(video, parts.named);
  for (const path of paths) {
    try {
      return new ReadableVideo(record, await open(path), parts, context);
    } catch (error) {
      signal.throwIfAborted();
      // What is wrong with a file that is there says more than that others aren't.
      if (failure === null || isMissing(failure)) failure = error;
    }
  }
  if (failure !== null && !isMissing(failure)) throw failure;
  const name = fileNameOf(paths[0] ?? '');
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
