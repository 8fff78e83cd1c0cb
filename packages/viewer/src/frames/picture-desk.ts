import type { Frame, RgbConverter } from '@framesieve/core';
import { stillPicture } from '@framesieve/exporter';
import type { DecodeRecord } from '../library/decode-record.ts';
import { encodePicture, type PictureSize } from './encode-picture.ts';
import type { FrameWish, Urgency } from './frame-queue.ts';
import type { VideoParts } from './open-video.ts';
import { OpenedDecode } from './opened-decode.ts';
import { type Picture, PictureCache } from './picture-cache.ts';
import { Slots } from './slots.ts';

/** Most bytes of encoded pictures that are kept. */
const cacheBytes = 64 * 2 ** 20;
/** Decodes whose videos are open at the same time. */
const mostOpen = 2;
/** Pictures that are encoded at the same time. */
const mostEncodings = 2;
/** After so long without use a video is closed. */
const idleMs = 60_000;

/** What a desk is made of. */
export interface DeskOptions extends VideoParts {
  readonly rgb: RgbConverter;
  readonly signal: AbortSignal;
}

/** A picture that is being made, and who waits for it. */
interface Making {
  readonly picture: Promise<Picture>;
  readonly signals: Set<AbortSignal>;
  readonly wish: FrameWish;
}

/** Gives out pictures of frames, and frames themselves, of whichever decode. */
export class PictureDesk implements AsyncDisposable {
  readonly #options: DeskOptions;
  readonly #cache = new PictureCache(cacheBytes);
  readonly #making = new Map<string, Making>();
  /** The last used is the last. */
  readonly #opened = new Map<number, OpenedDecode>();
  readonly #closing = new Set<Promise<void>>();
  readonly #encodings = new Slots(mostEncodings);
  readonly #timer: NodeJS.Timeout;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#closeIdle(), idleMs / 4).unref();
  }

  /**
   * The picture of a frame as it would be exported.
   *
   * @param signal drops the request; others for the same picture are not affected.
   * @throws FrameSieveError `nothing-stored` for a frame that was not scored, `frame-mismatch` for one that can't be had again.
   */
  async picture(
    record: DecodeRecord,
    ordinal: number,
    size: PictureSize,
    signal: AbortSignal,
  ): Promise<Picture> {
    const key = keyOf(record, ordinal, size);
    const kept = this.#cache.get(key);
    if (kept) return kept;
    const urgency = size === 'thumb' ? 'browse' : 'look';
    const making = this.#making.get(key) ?? this.#make(record, ordinal, size, urgency);
    making.wish.urgency = urgency;
    making.signals.add(signal);
    return await making.picture;
  }

  /** Whether a large picture is there, or being made. */
  isReady(record: DecodeRecord, ordinal: number): boolean {
    const key = keyOf(record, ordinal, 'large');
    return this.#cache.has(key) || this.#making.has(key);
  }

  /** Makes large pictures of frames that may be asked for next, unless something else is wanted first. */
  prepare(record: DecodeRecord, ordinals: readonly number[]): void {
    this.#open(record).queue.dropAhead();
    for (const ordinal of ordinals.toReversed()) {
      if (this.isReady(record, ordinal)) continue;
      this.#make(record, ordinal, 'large', 'ahead').picture.catch(() => {});
    }
  }

  /** Has a frame read, verified, and worked on while it is valid. */
  withFrame<Result>(
    record: DecodeRecord,
    ordinal: number,
    signal: AbortSignal,
    work: (frame: Frame, verified: Picture['verified']) => Promise<Result>,
  ): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#open(record).queue.add({
        ordinal,
        urgency: 'browse',
        isDropped: () => {
          if (signal.aborted) reject(signal.reason);
          return signal.aborted;
        },
        take: async (frame, verified) => resolve(await work(frame, verified)),
        fail: reject,
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    for (const decodeId of [...this.#opened.keys()]) this.#close(decodeId);
    await Promise.all(this.#closing);
    await this.#encodings.settled();
  }

  #make(record: DecodeRecord, ordinal: number, size: PictureSize, urgency: Urgency): Making {
    const key = keyOf(record, ordinal, size);
    const signals = new Set<AbortSignal>();
    const { promise: picture, resolve, reject } = Promise.withResolvers<Picture>();
    const wish: FrameWish = {
      ordinal,
      urgency,
      isDropped: () => {
        const isDropped = signals.size > 0 && [...signals].every(signal => signal.aborted);
        if (isDropped) this.#making.delete(key);
        if (isDropped) reject(new DOMException('Nobody waits for it any more.', 'AbortError'));
        return isDropped;
      },
      take: async (frame, verified) => {
        const image = stillPicture(frame, 'webp', false, this.#options.rgb);
        // The next frame is read meanwhile.
        await this.#encodings.begin(async () => {
          resolve({ bytes: await encodePicture(image, size), verified });
        }, reject);
      },
      fail: error => {
        // At once, so that it can be wanted anew.
        this.#end(key, making);
        reject(error);
      },
    };
    const making = { picture, signals, wish };
    this.#making.set(key, making);
    picture.then(
      made => {
        this.#cache.set(key, made);
        this.#end(key, making);
      },
      () => this.#end(key, making),
    );
    this.#open(record).queue.add(wish);
    return making;
  }

  #end(key: string, making: Making): void {
    if (this.#making.get(key) === making) this.#making.delete(key);
  }

  #open(record: DecodeRecord): OpenedDecode {
    this.#options.signal.throwIfAborted();
    const { decodeId } = record;
    const opened =
      this.#opened.get(decodeId) ?? new OpenedDecode(record, this.#options, this.#options.signal);
    opened.usedAtMs = performance.now();
    this.#opened.delete(decodeId);
    this.#opened.set(decodeId, opened);
    for (const [other, { queue }] of this.#opened) {
      if (this.#opened.size <= mostOpen) break;
      if (queue.isIdle && other !== decodeId) this.#close(other);
    }
    return opened;
  }

  #closeIdle(): void {
    for (const [decodeId, { queue, usedAtMs }] of this.#opened)
      if (queue.isIdle && performance.now() - usedAtMs > idleMs) this.#close(decodeId);
  }

  #close(decodeId: number): void {
    const opened = this.#opened.get(decodeId);
    if (!opened) return;
    this.#opened.delete(decodeId);
    const closing = opened[Symbol.asyncDispose]().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

function keyOf({ decodeId }: DecodeRecord, ordinal: number, size: PictureSize): string {
  return `${decodeId}/${ordinal}/${size}`;
}
