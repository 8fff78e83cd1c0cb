import type { FileHandle } from 'node:fs/promises';
import { RandomAccessReader } from 'yauzl';

/**
 * A file as the ZIP library reads it. The library trusts the positions that an archive states; this answers with an
 * error where its own reader would throw past everybody.
 */
export class FileReader extends RandomAccessReader {
  /** Bytes of the file. */
  readonly size: number;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, size: number) {
    super();
    this.#handle = handle;
    this.size = size;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.readInto(buffer.subarray(offset, offset + length), position).then(() => callback(null), callback);
  }

  /**
   * Fills `target` with the bytes from `position` on.
   *
   * @throws Error when the file doesn't have them.
   */
  async readInto(target: Uint8Array, position: number): Promise<void> {
    if (!(position >= 0 && position + target.length <= this.size))
      throw new Error('it refers to bytes behind its end');
    // One call of the system reads at most 2 GiB.
    for (let done = 0; done < target.length; ) {
      const { bytesRead } = await this.#handle.read(target, done, target.length - done, position + done);
      if (bytesRead === 0) throw new Error('it has become shorter while it was read');
      done += bytesRead;
    }
  }
}
