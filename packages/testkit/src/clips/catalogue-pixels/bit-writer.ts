/** Writes bits, most significant first, with the codes of ITU-T H.264, 9.1. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #free = 0;

  /** `u(count)`, of up to 24 bits. */
  bits(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit--) {
      if (this.#free === 0) {
        this.#bytes.push(0);
        this.#free = 8;
      }
      this.#free -= 1;
      this.#bytes[this.#bytes.length - 1]! |= ((value >> bit) & 1) << this.#free;
    }
    return this;
  }

  /** `ue(v)` of each value. */
  unsigned(...values: readonly number[]): this {
    for (const value of values) {
      const length = 32 - Math.clz32(value + 1);
      this.bits(0, length - 1).bits(value + 1, length);
    }
    return this;
  }

  /** Zeros up to the next byte, then bytes as they are. */
  aligned(bytes: Uint8Array): this {
    this.#free = 0;
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** What was written, closed by a 1 and zeros (`rbsp_trailing_bits`). */
  closed(): Uint8Array {
    this.bits(1, 1);
    return Uint8Array.from(this.#bytes);
  }
}
