import type { DecodedFrame, FrameBuffer, FrameLayout, FrameRecord, Rendering } from '@framesieve/core';
import type { FrameFigures } from '../frame-thread/thread-messages.ts';
import { LeasedFrame } from './leased-frame.ts';

/** The parts of a record that are known before anything is measured. */
export type FramePlace = Pick<FrameRecord, 'ptsTicks' | 'ptsSource' | 'timeSeconds'>;

/** What a pending frame is made of. */
export interface PendingFrameParts {
  readonly decoded: DecodedFrame;
  readonly layout: FrameLayout;
  readonly rendering: Rendering;
  /** `null` for a frame that is not wanted. */
  readonly place: FramePlace | null;
  /** Settles when the frame's memory is no longer read; figures for a wanted frame. */
  readonly measured: Promise<FrameFigures | null>;
}

/** A decoded frame that is being measured. It owns its buffers until it is finished or dropped: one of both must happen. */
export class PendingFrame {
  readonly decoded: DecodedFrame;
  readonly layout: FrameLayout;
  readonly wanted: boolean;
  readonly #parts: PendingFrameParts;
  #picture: Pick<DecodedFrame, 'format' | 'buffer'>;
  #settled: Promise<unknown>;

  constructor(parts: PendingFrameParts) {
    this.#parts = parts;
    this.decoded = parts.decoded;
    this.layout = parts.layout;
    this.wanted = parts.place !== null;
    this.#picture = parts.decoded;
    this.#settled = parts.measured;
    // Whoever finishes or drops the frame hears of it.
    parts.measured.catch(() => {});
  }

  /** Shows another picture, which is ready when `done` settles, in place of the decoded one. */
  replacePicture(target: FrameBuffer, done: Promise<void>): void {
    const { format, buffer } = this.decoded;
    this.#picture = { format: { ...format, scan: 'progressive' }, buffer: target };
    this.#settled = afterAll([this.#parts.measured, done]).finally(() => buffer.release());
    this.#settled.catch(() => {});
  }

  /** Waits for the figures of a wanted frame, and hands its picture over. What fails frees everything. */
  async finish(): Promise<LeasedFrame> {
    try {
      await this.#settled;
      return this.#lease((await this.#parts.measured)!, this.#parts.place!);
    } catch (error) {
      this.#picture.buffer.release();
      throw error;
    }
  }

  /** Frees everything once it is no longer in use. */
  async drop(): Promise<void> {
    await this.#settled.catch(() => {});
    this.#picture.buffer.release();
  }

  #lease({ fingerprint, facts }: FrameFigures, place: FramePlace): LeasedFrame {
    const { ordinal, keyFrame, corrupt, format, linear } = this.decoded;
    const { width, height } = format;
    const record: FrameRecord = { ordinal, ...place, width, height, keyFrame, corrupt, fingerprint, facts };
    const { format: shown, buffer } = this.#picture;
    return new LeasedFrame(record, shown, this.layout, this.#parts.rendering, buffer, linear);
  }
}

/** Settles when all have, and fails as the first of them that did. */
async function afterAll(promises: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(promises);
  await Promise.all(promises);
}
