import type { FrameAllocator, FrameBuffer } from '@framesieve/core';

/**
 * A frame allocator that counts what is out, and overwrites what comes back, so that a frame used after its release is
 * noticed. It is unbounded, or gives out so many buffers and no more, ever: then whoever asks waits until aborted.
 */
export class CountingAllocator implements FrameAllocator {
  readonly #total: number;
  #inUse = 0;
  #peak = 0;
  #given = 0;

  /** @param total buffers that it gives out in all. */
  constructor(total = Number.POSITIVE_INFINITY) {
    this.#total = total;
  }

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
    if (this.#given >= this.#total) await aborted(signal);
    this.#given += 1;
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

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
