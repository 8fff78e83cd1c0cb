import { type Frame, FrameSieveError } from '@framesieve/core';
import type { ReadableVideo } from './open-video.ts';

/** What wants a frame, the most urgent first: to be looked at, small among others, or ahead of being asked for. */
export type Urgency = 'look' | 'browse' | 'ahead';

/** What is wanted of a frame. */
export interface FrameWish {
  readonly ordinal: number;
  /** It may rise while it waits. */
  urgency: Urgency;
  /** Whether nobody wants it any more. */
  isDropped(): boolean;
  /** Takes the frame, which is valid until what this returns has settled. */
  take(frame: Frame, verified: 'exact' | 'approximate'): Promise<void>;
  fail(error: unknown): void;
}

const urgencies: readonly Urgency[] = ['look', 'browse', 'ahead'];
/** Frames that are read in one pass. */
const mostFrames: Readonly<Record<Urgency, number>> = { look: 4, browse: 24, ahead: 12 };
/** Requests that come together are read together. */
const gatherMs = 4;

/** Reads the frames that are wanted, in passes over an opened video: the most urgent first, of those the newest. */
export class FrameQueue {
  readonly #open: () => Promise<ReadableVideo>;
  /** The newest is the last. */
  #waiting: FrameWish[] = [];
  #working: Promise<void> | null = null;
  #ended = false;

  /** @param open gives the video, each time that frames are to be read. */
  constructor(open: () => Promise<ReadableVideo>) {
    this.#open = open;
  }

  /** Whether nothing is being read or waited for. */
  get isIdle(): boolean {
    return this.#working === null;
  }

  /** Wants a frame. */
  add(wish: FrameWish): void {
    if (this.#ended) {
      wish.fail(ended());
      return;
    }
    this.#waiting.push(wish);
    this.#working ??= this.#work();
  }

  /** Drops what was to be read ahead: something else is looked at now. */
  dropAhead(): void {
    const dropped = this.#waiting.filter(({ urgency }) => urgency === 'ahead');
    this.#waiting = this.#waiting.filter(({ urgency }) => urgency !== 'ahead');
    for (const wish of dropped) wish.fail(new DOMException('Nobody waits for it.', 'AbortError'));
  }

  /** Ends; what still waits fails. */
  async end(): Promise<void> {
    this.#ended = true;
    for (const wish of this.#waiting.splice(0)) wish.fail(ended());
    await this.#working;
  }

  async #work(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, gatherMs));
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) await this.#read(batch);
    this.#working = null;
  }

  /** Takes what is to be read next out of what waits. */
  #next(): FrameWish[] {
    this.#waiting = this.#waiting.filter(wish => !wish.isDropped());
    const urgency = urgencies.find(one => this.#waiting.some(wish => wish.urgency === one));
    if (urgency === undefined) return [];
    const ordinals = new Set<number>();
    for (const wish of this.#waiting.toReversed()) {
      if (wish.urgency === urgency && ordinals.size < mostFrames[urgency]) ordinals.add(wish.ordinal);
    }
    const batch = this.#waiting.filter(({ ordinal }) => ordinals.has(ordinal));
    this.#waiting = this.#waiting.filter(({ ordinal }) => !ordinals.has(ordinal));
    return batch;
  }

  async #read(batch: readonly FrameWish[]): Promise<void> {
    const open = new Map<number, FrameWish[]>();
    for (const wish of batch) open.set(wish.ordinal, [...(open.get(wish.ordinal) ?? []), wish]);
    const ordinals = [...open.keys()].sort((a, b) => a - b);
    const urgency = Math.min(...batch.map(wish => urgencies.indexOf(wish.urgency)));
    let isBroken = false;
    try {
      const video = await this.#open();
      for await (const reread of video.read(ordinals)) {
        const wishes = open.get(reread.ordinal) ?? [];
        open.delete(reread.ordinal);
        for (const wish of wishes) {
          if (reread.frame === null) wish.fail(reread.error);
          else await wish.take(reread.frame, reread.verified).catch((error: unknown) => wish.fail(error));
        }
        isBroken = this.#isOvertaken(urgency, open);
        if (isBroken) break;
      }
      if (isBroken && !this.#ended) this.#waiting.unshift(...[...open.values()].flat());
      else
        for (const [ordinal, wishes] of open)
          for (const wish of wishes) wish.fail(this.#ended ? ended() : notStored(ordinal));
    } catch (error) {
      for (const wishes of open.values()) for (const wish of wishes) wish.fail(error);
    }
  }

  /** Whether something more urgent has come, or nobody waits for the rest of the pass. */
  #isOvertaken(urgency: number, open: ReadonlyMap<number, readonly FrameWish[]>): boolean {
    if (this.#ended) return true;
    if (open.size === 0) return false;
    const isWanted = [...open.values()].some(wishes => wishes.some(wish => !wish.isDropped()));
    return (
      !isWanted || this.#waiting.some(wish => !wish.isDropped() && urgencies.indexOf(wish.urgency) < urgency)
    );
  }
}

function ended(): FrameSieveError {
  return new FrameSieveError({ code: 'interrupted', message: 'The viewer is ending.' });
}

function notStored(ordinal: number): FrameSieveError {
  return new FrameSieveError({
    code: 'nothing-stored',
    message: `Frame ${ordinal} is not stored: nothing has scored it.`,
    hint: 'Only frames that were scored can be shown.',
  });
}
