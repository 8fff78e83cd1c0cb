/** Builds a pickle of protocol 2, call by call, as Python's pickler writes them. Nothing is checked. */
export class PickleWriter {
  readonly #parts: Uint8Array[] = [Uint8Array.of(0x80, 2)];
  readonly #memo = new Map<string, number>();

  /** Bytes as they are: an opcode and its argument. */
  raw(...bytes: readonly number[]): this {
    this.#parts.push(Uint8Array.from(bytes));
    return this;
  }

  /** An opcode by its letter, with its argument. */
  op(letter: string, argument: Uint8Array | string = ''): this {
    this.#parts.push(Buffer.from(letter, 'latin1'));
    this.#parts.push(typeof argument === 'string' ? Buffer.from(argument) : argument);
    return this;
  }

  /** A class or function by its name; said once, remembered after. */
  global(module: string, name: string): this {
    return this.#remembered(`c${module} ${name}`, () => this.op('c', `${module}\n${name}\n`));
  }

  /** A text; said once, remembered after. */
  text(value: string): this {
    return this.#remembered(`X${value}`, () => {
      const bytes = Buffer.from(value);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      this.op('X', length);
      this.#parts.push(bytes);
    });
  }

  /** A whole number. */
  int(value: number): this {
    if (value >= 0 && value < 0x100) return this.raw(0x4b, value);
    if (value >= 0 && value < 0x10000) return this.raw(0x4d, value & 0xff, value >> 8);
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    const fits = value >= -0x80000000 && value <= 0x7fffffff;
    return fits ? this.op('J', bytes.subarray(0, 4)) : this.raw(0x8a, 8, ...bytes);
  }

  /** A tuple of whole numbers. */
  ints(values: readonly number[]): this {
    this.op('(');
    for (const value of values) this.int(value);
    return this.op('t');
  }

  /** The finished pickle. */
  toBytes(): Uint8Array {
    return Buffer.concat([...this.#parts, Buffer.from('.')]);
  }

  #remembered(key: string, write: () => void): this {
    const at = this.#memo.get(key);
    if (at !== undefined) return this.raw(...(at < 256 ? [0x68, at] : [0x6a, at & 0xff, at >> 8, 0, 0]));
    write();
    const slot = this.#memo.size;
    this.#memo.set(key, slot);
    return this.raw(...(slot < 256 ? [0x71, slot] : [0x72, slot & 0xff, slot >> 8, 0, 0]));
  }
}
