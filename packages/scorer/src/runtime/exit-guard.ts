/** Longest time, in milliseconds, that the end of the process waits for a running call. */
const longestWaitMs = 60_000;

const [busy, exiting] = [0, 1] as const;

/**
 * Keeps the process from ending in the middle of a call into the runtime: its binding aborts the whole process when its
 * thread is ended while it computes. It is shared between the thread and whoever started it.
 */
export class ExitGuard {
  readonly flags: Int32Array<SharedArrayBuffer>;

  /** @param flags those of the other side; new ones by default. */
  constructor(flags: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(8))) {
    this.flags = flags;
  }

  /** In the thread: asks whether a call may begin; if so, {@link leave} has to follow. */
  enter(): boolean {
    Atomics.store(this.flags, busy, 1);
    if (Atomics.load(this.flags, exiting) === 0) return true;
    this.leave();
    return false;
  }

  leave(): void {
    Atomics.store(this.flags, busy, 0);
    Atomics.notify(this.flags, busy);
  }

  /** On the other side: lets no further call begin, and blocks until the one that runs has ended. */
  readonly close = (): void => {
    Atomics.store(this.flags, exiting, 1);
    Atomics.wait(this.flags, busy, 1, longestWaitMs);
  };
}
