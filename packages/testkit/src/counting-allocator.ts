import type { FrameAllocator, FrameBuffer } from '@framesieve/core';

/**
 * An unbounded frame allocator that counts what is out, and overwrites what comes back, so that a frame used after its
 * release is noticed.
 */
export class CountingAllocator implements FrameAllocator {
  #inUse = 0;
  #peak = 0;

  /** Buffers that are out. */
  get inUse(): number {
    return this.#inUse;
  }

  /** Most buffers that were out at the same time. */
  get peak(): number {
    return this.#peak;
  }

  async acquire(byteLength: number, signal: AbortSignal): Promise<FrameBuffer> {
    signal.throwIfAborted();
    const memory = new Uint8Array(new SharedArrayBuffer(byteLength));
    let references = 1;
    this.#inUse += 1;
    this.#peak = Math.max(this.#peak, this.#inUse);
    const assertHeld = () => {
      if (references === 0) throw new Error('A frame buffer was used after its last release.');
    };
    return {
      get bytes() {
        assertHeld();
        return memory;
      },
      retain: () => {
        assertHeld();
        references += 1;
      },
      release: () => {
        assertHeld();
        references -= 1;
        if (references > 0) return;
        memory.fill(0xa5);
        this.#inUse -= 1;
      },
    };
  }
}
