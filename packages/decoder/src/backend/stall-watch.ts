import { setTimeout as sleep } from 'node:timers/promises';
import { FrameSieveError, shownPath } from '@framesieve/core';

/** What a {@link StallWatch} is told. */
export interface StallWatchOptions {
  /** Seconds without progress that are too many; absent: any wait is fine. */
  readonly seconds: number | undefined;
  /** What is decoded, as people call it. */
  readonly path: string;
  /** How far it came, e.g. `after frame 12 (0.480 s)`. */
  position(): string;
  /** Makes the step that is waited for end, where that can be done. */
  interrupt(): void;
}

/** Time that an interrupted step has to end, so that what it uses can be freed. */
const graceMs = 2000;

/**
 * Tells a backend that is stuck from one that is slow: only the time counts in which it is waited for, and only since the
 * last thing that it delivered. A consumer may pause as long as it likes.
 */
export class StallWatch {
  readonly #options: StallWatchOptions;
  #waitedMs = 0;
  #lastProgress = 0;
  #stuck: Promise<unknown> | null = null;

  constructor(options: StallWatchOptions) {
    this.#options = options;
  }

  /** The step that did not end, even when it was interrupted; what it uses must not be freed before it settles. */
  get stuck(): Promise<unknown> | null {
    return this.#stuck;
  }

  /** Something came: the time starts anew. It may be called while a step is waited for. */
  progress(): void {
    this.#waitedMs = 0;
    this.#lastProgress = performance.now();
  }

  /**
   * Waits for one step of the backend.
   *
   * @throws FrameSieveError `decode-failed` when there was no progress for too long.
   */
  async wait<T>(step: Promise<T>): Promise<T> {
    const { seconds, path, position, interrupt } = this.#options;
    if (seconds === undefined) return step;
    let start = performance.now();
    while (!(await settles(step, seconds * 1000 - this.#waitedMs))) {
      if (this.#lastProgress <= start) {
        interrupt();
        if (!(await settles(step, graceMs))) this.#stuck = step.catch(() => {});
        throw new FrameSieveError({
          code: 'decode-failed',
          message: `Decoding "${shownPath(path)}" has stood still for ${seconds} s, ${position()}.`,
          hint: 'Allow more time if the disk or the network is slow, or try another decoder with --decoder.',
        });
      }
      start = this.#lastProgress;
      this.#waitedMs = performance.now() - start;
    }
    this.#waitedMs += performance.now() - Math.max(start, this.#lastProgress);
    return step;
  }
}

/** Whether a promise settles in time. */
async function settles(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = sleep(Math.max(0, milliseconds), false, { signal: waiting.signal }).catch(() => false);
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    waiting.abort();
  }
}
