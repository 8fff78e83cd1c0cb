/** Does so many things at the same time, and no more. */
export class Slots {
  readonly count: number;
  readonly #running = new Set<Promise<void>>();

  constructor(count: number) {
    this.count = count;
  }

  /**
   * Begins a thing as soon as there is room for it.
   *
   * @param fail is told what goes wrong.
   * @returns when it has begun.
   */
  async begin(work: () => Promise<void>, fail: (error: unknown) => void): Promise<void> {
    while (this.#running.size >= this.count) await Promise.race(this.#running);
    const running = work()
      .catch(fail)
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits until nothing goes on. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }
}
