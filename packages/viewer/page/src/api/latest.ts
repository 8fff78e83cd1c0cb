/** Runs one task at a time: a new one aborts the one before, whose outcome is dropped. */
export class Latest {
  #controller: AbortController | null = null;

  /** @returns the outcome; `null` when another task came in between. */
  async run<Outcome>(task: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome | null> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const outcome = await task(controller.signal);
      return controller.signal.aborted ? null : outcome;
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    }
  }

  cancel(): void {
    this.#controller?.abort();
  }
}

/**
 * Runs a task with the newest of the arguments that come while it is at work: no more than one at a time, none dropped but
 * those that are out of date. What is asked for thirty times a second is answered as often as the server can.
 */
export class Pump<Argument> {
  readonly #task: (argument: Argument) => Promise<void>;
  #waiting: { readonly argument: Argument } | null = null;
  #isBusy = false;

  constructor(task: (argument: Argument) => Promise<void>) {
    this.#task = task;
  }

  push(argument: Argument): void {
    this.#waiting = { argument };
    if (!this.#isBusy) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    try {
      while (this.#waiting) {
        const { argument } = this.#waiting;
        this.#waiting = null;
        await this.#task(argument);
      }
    } finally {
      this.#isBusy = false;
    }
  }
}
