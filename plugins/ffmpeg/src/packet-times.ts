/**
 * Remembers the timestamps that packets carried. The ffmpeg command makes up a timestamp for a frame that has none;
 * what no packet carried was made up. Only the newest timestamps are kept, far more than a decoder can hold back.
 */
export class PacketTimes {
  readonly #capacity: number;
  readonly #order: number[] = [];
  readonly #counts = new Map<number, number>();
  #oldest = 0;

  constructor(capacity = 1024) {
    this.#capacity = capacity;
  }

  add(ticks: number): void {
    this.#counts.set(ticks, (this.#counts.get(ticks) ?? 0) + 1);
    if (this.#order.length < this.#capacity) {
      this.#order.push(ticks);
      return;
    }
    const forgotten = this.#order[this.#oldest]!;
    const left = this.#counts.get(forgotten)! - 1;
    if (left > 0) this.#counts.set(forgotten, left);
    else this.#counts.delete(forgotten);
    this.#order[this.#oldest] = ticks;
    this.#oldest = (this.#oldest + 1) % this.#capacity;
  }

  has(ticks: number): boolean {
    return this.#counts.has(ticks);
  }
}
