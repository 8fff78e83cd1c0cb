import { pageBytes } from '../frame/web-assembly.ts';
import type { RgbKernel } from './rgb-kernel.ts';

/** Rows are written a little beyond their ends. */
const margin = 64;

/** Gives out room in the memory of a kernel, all of it anew for each frame. */
export class KernelRoom {
  readonly #kernel: RgbKernel;
  #end: number;

  constructor(kernel: RgbKernel) {
    this.#kernel = kernel;
    this.#end = kernel.rowsAt.value;
  }

  /** The address of so many bytes, a multiple of 64, with 64 more on both sides that may be overwritten. */
  take(byteLength: number): number {
    const address = this.#end + margin;
    this.#end = address + Math.ceil(byteLength / margin) * margin;
    return address;
  }

  /** The memory, with all that was taken; valid until it is asked for again. */
  buffer(): ArrayBuffer {
    const { memory } = this.#kernel;
    const missing = this.#end + margin - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return memory.buffer;
  }
}
