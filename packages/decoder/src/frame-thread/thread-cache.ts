import { FrameThread } from './frame-thread.ts';

/** Time that a thread waits for the next video, in milliseconds. */
const lingerMs = 10_000;

/** Keeps one thread that is not in use for the next video: to start one takes as long as to measure a hundred frames. */
export class ThreadCache {
  #idle: FrameThread | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** A thread for one video; it is given back when the video is closed. */
  take(): FrameThread {
    const thread = this.#idle ?? new FrameThread();
    this.#idle = null;
    clearTimeout(this.#timer);
    return thread;
  }

  /** Keeps a thread for a while, or ends it where it can't be used again. */
  async giveBack(thread: FrameThread): Promise<void> {
    if (this.#idle || !thread.isIdle) return thread[Symbol.asyncDispose]();
    this.#idle = thread;
    this.#timer = setTimeout(() => {
      this.#idle = null;
      void thread[Symbol.asyncDispose]();
    }, lingerMs).unref();
  }
}
