/** Reads the bits of a NAL unit's payload, without the bytes that keep start codes out of it (ITU-T H.264, 7.3.1). */
export class ExpGolombReader {
  readonly #bytes: Buffer;
  #at = 0;

  /** @param payload what follows the header of the NAL unit. */
  constructor(payload: Buffer) {
    this.#bytes = Buffer.from(payload.filter((byte, i) => !isInserted(payload, byte, i)));
  }

  /** The next `count` bits, the most significant first; a number up to 53 of them, more are only passed over. @throws RangeError behind the end. */
  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new RangeError('The NAL unit has ended.');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  /** The next value as `ue(v)` (9.1). @throws RangeError behind the end, and for more than 32 bits. */
  unsigned(): number {
    let zeros = 0;
    while (this.bits(1) === 0) zeros += 1;
    if (zeros > 32) throw new RangeError('The number is too long.');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** The next value as `se(v)` (9.1.1). @throws RangeError, as {@link unsigned}. */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 0 ? 0 - code / 2 : (code + 1) / 2;
  }
}

function isInserted(bytes: Buffer, byte: number, i: number): boolean {
  return byte === 3 && i >= 2 && bytes[i - 1] === 0 && bytes[i - 2] === 0;
}
