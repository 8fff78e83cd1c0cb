import type { FrameMemory } from '@framesieve/core';

const pageBytes = 65_536;

/** Memory of a kernel's own within one that others use too: pages that it added, and keeps. */
export class Scratch {
  readonly #memory: FrameMemory;
  #start = 0;
  #pages = 0;

  constructor(memory: FrameMemory) {
    this.#memory = memory;
  }

  /**
   * Makes room. What it held before is lost where it has to grow.
   *
   * @returns the address, a multiple of 64 KiB.
   * @throws RangeError where the memory can't grow any more.
   */
  reserve(byteLength: number): number {
    const needed = Math.ceil(byteLength / pageBytes);
    if (needed > this.#pages) {
      // Half as much again as before at least, so that sizes that creep up don't leave ever more pages behind.
      const pages = Math.max(needed, this.#pages + (this.#pages >> 1));
      this.#start = this.#memory.grow(pages) * pageBytes;
      this.#pages = pages;
    }
    return this.#start;
  }
}
