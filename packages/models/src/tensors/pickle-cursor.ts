import { BadFile } from './bad-file.ts';

const lineLimit = 1000;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the arguments of a pickle's instructions, never beyond its end. */
export class PickleCursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#take(1)[0]!;
  }

  uint16(): number {
    return this.#take(2).readUInt16LE();
  }

  int32(): number {
    return this.#take(4).readInt32LE();
  }

  uint32(): number {
    return this.#take(4).readUInt32LE();
  }

  /** A length of 8 bytes. */
  length64(): number {
    return Number(this.#take(8).readBigUInt64LE());
  }

  float64(): number {
    return this.#take(8).readDoubleBE();
  }

  /** A whole number in two's complement; a bigint where a number can't hold it. */
  integer(length: number): number | bigint {
    const hex = Buffer.from(this.#take(length)).reverse().toString('hex');
    const value = BigInt.asIntN(8 * length, BigInt(`0x0${hex}`));
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  text(length: number): string {
    try {
      return utf8.decode(this.#take(length));
    } catch (cause) {
      throw cause instanceof BadFile
        ? cause
        : new BadFile('holds a pickle whose text is not UTF-8', { cause });
    }
  }

  bytes(length: number): Uint8Array {
    return this.#take(length);
  }

  /** Text up to the next line end. */
  line(): string {
    const end = this.#bytes.subarray(this.#at, this.#at + lineLimit).indexOf(0x0a);
    if (end < 0) throw endsEarly();
    const text = this.text(end);
    this.#at++;
    return text;
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw endsEarly();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function endsEarly(): BadFile {
  return new BadFile('holds a pickle that ends too early');
}
