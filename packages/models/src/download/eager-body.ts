import type { IdleWatch } from './idle-watch.ts';

/** As many bytes may wait for being taken; then the connection has to wait. */
const enough = 2 ** 20;

/**
 * The body of a reply, read as fast as it comes, up to some amount: when a connection breaks, `fetch` throws away what came
 * of it but was not read yet.
 */
export class EagerBody implements Disposable {
  readonly #pieces: Uint8Array[] = [];
  readonly #watch: IdleWatch;
  #waiting = 0;
  #end: { readonly error: unknown } | 'complete' | null = null;
  #change = Promise.withResolvers<void>();

  /** Begins to read at once. */
  constructor(body: ReadableStream<Uint8Array> | null, watch: IdleWatch) {
    this.#watch = watch;
    void this.#read(body?.getReader());
  }

  /**
   * The next piece; `null` at the end.
   *
   * @throws what the connection throws, behind the last piece.
   */
  async next(): Promise<Uint8Array | null> {
    while (this.#pieces.length === 0 && this.#end === null) await this.#change.promise;
    const piece = this.#pieces.shift();
    if (piece === undefined) {
      if (this.#end !== 'complete') throw this.#end?.error;
      return null;
    }
    this.#waiting -= piece.length;
    this.#announce();
    return piece;
  }

  /** Lets go of what was not taken. */
  [Symbol.dispose](): void {
    this.#end ??= 'complete';
    this.#announce();
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
    try {
      while (reader && this.#end === null) {
        const { done, value } = await this.#watch.during(() => reader.read());
        if (done) break;
        this.#pieces.push(value);
        this.#waiting += value.length;
        this.#announce();
        while (this.#waiting >= enough && this.#end === null) await this.#change.promise;
      }
      this.#end ??= 'complete';
    } catch (error) {
      this.#end ??= { error };
    }
    this.#announce();
  }

  #announce(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers<void>();
  }
}
