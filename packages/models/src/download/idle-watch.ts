/** Breaks a connection off on which nothing comes. */
export class IdleWatch implements Disposable {
  /** For the requests that are watched. */
  readonly signal: AbortSignal;
  readonly #timeoutMs: number;
  readonly #own = new AbortController();

  constructor(timeoutMs: number, signal: AbortSignal) {
    this.#timeoutMs = timeoutMs;
    this.signal = AbortSignal.any([signal, this.#own.signal]);
  }

  /** Waits for something of the connection. What happens between two waits doesn't count as silence. */
  async during<T>(action: () => Promise<T>): Promise<T> {
    const seconds = this.#timeoutMs / 1000;
    const silence = () => this.#own.abort(new Error(`nothing came for ${seconds} s`));
    const timer = setTimeout(silence, this.#timeoutMs);
    try {
      return await action();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the connection, wherever it stands. */
  [Symbol.dispose](): void {
    this.#own.abort(new Error('the download has ended'));
  }
}
