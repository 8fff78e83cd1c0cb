/** Sees to it that no two jobs work on the same thing at the same time. Waiting is first come, first served. */
export class Claims {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Waits until nobody else has claimed the key.
   *
   * @returns gives it up again; to call it twice does nothing.
   * @throws the signal's reason when it aborts while waiting.
   */
  async claim(key: string, signal: AbortSignal): Promise<() => void> {
    const before = this.#last.get(key);
    const { promise, resolve } = Promise.withResolvers<void>();
    // Whoever comes next waits for all before it, also where this one gives up waiting.
    const mine = Promise.all([before, promise]).then(() => {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    });
    this.#last.set(key, mine);
    try {
      if (before) await unlessAborted(before, signal);
    } catch (error) {
      resolve();
      throw error;
    }
    return resolve;
  }

  /** Whether somebody has claimed the key, so that another claim would wait. */
  isClaimed(key: string): boolean {
    return this.#last.has(key);
  }
}

async function unlessAborted(waited: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([waited, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
