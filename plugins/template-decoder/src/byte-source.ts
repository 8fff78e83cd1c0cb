import type { FileHandle } from 'node:fs/promises';

/** Reads a file from its start to its end. */
export class ByteSource implements AsyncDisposable {
  readonly #file: FileHandle;
  #position = 0;

  /** Takes over the file: disposing of the source closes it. */
  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Reads a line of text without its end; `null` at the end of the file, or when no line ends within 1,024 bytes. */
  async readLine(): Promise<string | null> {
    const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(1024), 0, 1024, this.#position);
    const end = buffer.subarray(0, bytesRead).indexOf('\n');
    if (end < 0) return null;
    this.#position += end + 1;
    return buffer.toString('latin1', 0, end);
  }

  /** Fills `target`; returns whether there were enough bytes. */
  async readInto(target: Uint8Array): Promise<boolean> {
    let filled = 0;
    while (filled < target.length) {
      const { bytesRead } = await this.#file.read(target, filled, target.length - filled, this.#position);
      if (bytesRead === 0) return false;
      filled += bytesRead;
      this.#position += bytesRead;
    }
    return true;
  }

  /** Passes over bytes without reading them. */
  skip(byteLength: number): void {
    this.#position += byteLength;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
