import type { DecodeRecord } from '../library/decode-record.ts';
import { FrameQueue } from './frame-queue.ts';
import { openVideo, type ReadableVideo, type VideoParts } from './open-video.ts';

/** For so long nothing is tried again that has just failed. */
const retryMs = 2000;

/** A decode whose frames are looked at: its video is opened when the first is wanted. */
export class OpenedDecode implements AsyncDisposable {
  readonly queue: FrameQueue;
  /** When it was last of use, by the process's clock. */
  usedAtMs = performance.now();
  readonly #record: DecodeRecord;
  readonly #parts: VideoParts;
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  #video: Promise<ReadableVideo> | null = null;
  #failedAtMs = Number.POSITIVE_INFINITY;

  constructor(record: DecodeRecord, parts: VideoParts, signal: AbortSignal) {
    this.#record = record;
    this.#parts = parts;
    this.#signal = AbortSignal.any([signal, this.#ending.signal]);
    this.queue = new FrameQueue(() => this.#open());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort(new DOMException('The viewer is ending.', 'AbortError'));
    const video = await this.#video?.catch(() => null);
    // What is reading a frame waits for it, and ends when the video does.
    await video?.[Symbol.asyncDispose]().catch(() => {});
    await this.queue.end();
  }

  async #open(): Promise<ReadableVideo> {
    if (this.#video && performance.now() - this.#failedAtMs < retryMs) {
      const video = await this.#video;
      if (!video.isBroken) return video;
      await video[Symbol.asyncDispose]().catch(() => {});
    }
    this.#failedAtMs = Number.POSITIVE_INFINITY;
    this.#video = openVideo(this.#record, this.#parts, this.#signal);
    this.#video.catch(() => {
      this.#failedAtMs = performance.now();
    });
    return this.#video;
  }
}
