/** A growing set of frame numbers, one bit each. */
export class OrdinalSet {
  #bits = new Uint8Array(1024);
  #size = 0;

  /** How many are in it. */
  get size(): number {
    return this.#size;
  }

  has(ordinal: number): boolean {
    return ((this.#bits[ordinal >> 3] ?? 0) & (1 << (ordinal & 7))) !== 0;
  }

  add(ordinal: number): void {
    if (this.has(ordinal)) return;
    const at = ordinal >> 3;
    if (at >= this.#bits.length) {
      const grown = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    this.#bits[at]! |= 1 << (ordinal & 7);
    this.#size++;
  }
}
