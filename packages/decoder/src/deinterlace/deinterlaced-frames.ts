import type { DecodedFrame, FrameAllocator } from '@framesieve/core';
import { isInterlaced } from '../frame/is-interlaced.ts';
import type { PendingFrame } from '../frame/pending-frame.ts';
import type { FrameThread } from '../frame-thread/frame-thread.ts';

/** How frames are deinterlaced. */
export interface DeinterlaceOptions {
  /** All frames; else those that say they are interlaced. */
  readonly all: boolean;
  readonly thread: FrameThread;
  /** Where the results lie. */
  readonly frames: FrameAllocator;
  readonly signal: AbortSignal;
}

/**
 * Passes frames on, one behind, and deinterlaces those that are wanted, each with the decoded frames before and after it.
 * Where one of them is missing or of another size, as at both ends, the frame itself takes its place.
 */
export async function* deinterlacedFrames(
  source: AsyncIterable<PendingFrame>,
  options: DeinterlaceOptions,
): AsyncGenerator<PendingFrame, void, undefined> {
  const window = new Window(options);
  try {
    for await (const frame of source) {
      const finished = await window.push(frame);
      if (finished) yield finished;
    }
    const last = await window.push(null);
    if (last) yield last;
  } finally {
    await window.clear();
  }
}

/** Three successive frames. The one before has been passed on already; its decoded picture is kept. */
class Window {
  readonly #options: DeinterlaceOptions;
  #previous: DecodedFrame | null = null;
  #current: PendingFrame | null = null;
  #next: PendingFrame | null = null;

  constructor(options: DeinterlaceOptions) {
    this.#options = options;
  }

  /** Takes the next frame, `null` at the end, and gives out the one before it. */
  async push(next: PendingFrame | null): Promise<PendingFrame | null> {
    this.#next = next;
    const frame = this.#current;
    if (frame) {
      if (frame.wanted && (this.#options.all || isInterlaced(frame.decoded.format))) {
        await deinterlace(frame, this.#previous, next?.decoded ?? null, this.#options);
      }
      frame.decoded.buffer.retain();
      this.#previous?.buffer.release();
      this.#previous = frame.decoded;
    }
    this.#current = next;
    this.#next = null;
    return frame;
  }

  /** Frees whatever was not given out. */
  async clear(): Promise<void> {
    this.#previous?.buffer.release();
    await this.#current?.drop();
    await this.#next?.drop();
  }
}

async function deinterlace(
  frame: PendingFrame,
  before: DecodedFrame | null,
  after: DecodedFrame | null,
  { thread, frames, signal }: DeinterlaceOptions,
): Promise<void> {
  const { decoded, layout } = frame;
  const { pixelFormat, scan } = decoded.format;
  const target = await frames.acquire(layout.byteLength, signal);
  const previous = isNeighbour(before, decoded, -1) ? before : decoded;
  const next = isNeighbour(after, decoded, 1) ? after : decoded;
  const sources = [previous.buffer, decoded.buffer, next.buffer];
  for (const buffer of sources) buffer.retain();
  const done = thread
    .deinterlace({
      previous: previous.buffer.bytes,
      current: decoded.buffer.bytes,
      next: next.buffer.bytes,
      target: target.bytes,
      layout,
      pixelFormat,
      // Where nothing is said, the top field is the more common first one.
      topFirst: scan !== 'bottom-first',
    })
    .finally(() => {
      for (const buffer of sources) buffer.release();
    });
  frame.replacePicture(target, done);
}

function isNeighbour(
  other: DecodedFrame | null,
  { ordinal, format }: DecodedFrame,
  distance: number,
): other is DecodedFrame {
  return (
    other !== null &&
    other.ordinal === ordinal + distance &&
    other.format.width === format.width &&
    other.format.height === format.height &&
    other.format.pixelFormat.name === format.pixelFormat.name
  );
}
