import type { ModelInput } from '@framesieve/models';

/** Memory of a model's input. */
export type InputBuffer =
  | Uint8Array<SharedArrayBuffer>
  | Uint16Array<SharedArrayBuffer>
  | Float32Array<SharedArrayBuffer>;

/**
 * Memory that inputs are prepared in, shared with the thread that reads them. What comes back is given out again for an input
 * of the same size, so that nothing is allocated while frames keep theirs.
 */
export class InputBuffers {
  readonly #dtype: ModelInput['dtype'];
  #idle: InputBuffer[] = [];

  constructor(dtype: ModelInput['dtype']) {
    this.#dtype = dtype;
  }

  /** A buffer of so many samples, with whatever they are. Samples of float16 are taken as float32. */
  take(length: number): InputBuffer {
    // Those of another size are of no use any more.
    this.#idle = this.#idle.filter(buffer => buffer.length === length);
    return this.#idle.pop() ?? allocate(this.#dtype, length);
  }

  /** Takes a buffer back that nobody reads any more. */
  giveBack(buffer: InputBuffer): void {
    this.#idle.push(buffer);
  }
}

function allocate(dtype: ModelInput['dtype'], length: number): InputBuffer {
  if (dtype === 'uint8') return new Uint8Array(new SharedArrayBuffer(length));
  if (dtype === 'uint16') return new Uint16Array(new SharedArrayBuffer(2 * length));
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
