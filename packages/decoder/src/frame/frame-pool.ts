import { type FrameAllocator, type FrameBuffer, FrameSieveError, invalidArgument } from '@framesieve/core';

/** Size of a frame pool. */
export interface FramePoolOptions {
  /** Most bytes of frames that are out at the same time. Default: 256 MiB, i.e. 86 frames of 1080p in 8-bit 4:2:0. */
  readonly capacityBytes?: number;
  /** Buffers that may be out at the same time however large they are. Default: 6. */
  readonly minimumBuffers?: number;
}

interface Waiter {
  readonly byteLength: number;
  grant(buffer: FrameBuffer): void;
  fail(error: unknown): void;
}

const defaultCapacityBytes = 256 * 1024 * 1024;
const pageBytes = 4096;

/**
 * A bounded pool of shared memory that decoded frames live in. Buffers are allocated when they are first needed, and
 * used again for frames of about the same size. Waiting is first come, first served.
 *
 * Whoever holds frames while it pulls more can exhaust the pool, and would then wait for itself. So a consumer that
 * collects a batch holds at most `limit(byteLength) − 5` frames while it pulls the next one: to deinterlace a frame takes
 * itself, its two neighbours and the result, and one may still be leased by a stage between. Where nothing is
 * deinterlaced, all but two may be held. What is decoded ahead takes what is left and waits for no more. A program that
 * needs larger batches makes the pool with more `minimumBuffers`.
 */
export class FramePool implements FrameAllocator {
  readonly capacityBytes: number;
  readonly minimumBuffers: number;
  readonly #idle: SharedArrayBuffer[] = [];
  readonly #waiters: Waiter[] = [];
  #idleBytes = 0;
  #inUse = 0;
  #inUseBytes = 0;

  /** @throws FrameSieveError `usage` when a size is not a positive whole number. */
  constructor(options: FramePoolOptions = {}) {
    const { capacityBytes = defaultCapacityBytes, minimumBuffers = 6 } = options;
    this.capacityBytes = positive('capacityBytes', capacityBytes);
    this.minimumBuffers = positive('minimumBuffers', minimumBuffers);
  }

  /** Buffers that are out. */
  get inUse(): number {
    return this.#inUse;
  }

  /** Bytes of the buffers that are out. */
  get inUseBytes(): number {
    return this.#inUseBytes;
  }

  /** Bytes that the pool holds, out or idle: at most its capacity, or `minimumBuffers` frames when that is more. */
  get allocatedBytes(): number {
    return this.#inUseBytes + this.#idleBytes;
  }

  /** How many buffers of this size can be out at the same time. */
  limit(byteLength: number): number {
    const size = roundUp(positive('byteLength', byteLength));
    return Math.max(this.minimumBuffers, Math.floor(this.capacityBytes / size));
  }

  /**
   * Waits until the pool has room, then leases a buffer of exactly `byteLength` bytes (contents undefined).
   *
   * @throws the signal's reason when it aborts while waiting; FrameSieveError `decode-failed` when there is no memory.
   */
  async acquire(byteLength: number, signal: AbortSignal): Promise<FrameBuffer> {
    positive('byteLength', byteLength);
    signal.throwIfAborted();
    if (this.#waiters.length === 0 && this.#hasRoom(byteLength)) return this.#lease(byteLength);
    return new Promise((resolve, reject) => {
      const settle = () => signal.removeEventListener('abort', onAbort);
      const grant = (buffer: FrameBuffer) => {
        settle();
        resolve(buffer);
      };
      const fail = (error: unknown) => {
        settle();
        reject(error);
      };
      const waiter: Waiter = { byteLength, grant, fail };
      const onAbort = () => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        fail(signal.reason);
        this.#serve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiters.push(waiter);
    });
  }

  #hasRoom(byteLength: number): boolean {
    return this.#inUse < this.minimumBuffers || this.#inUseBytes + roundUp(byteLength) <= this.capacityBytes;
  }

  #lease(byteLength: number): FrameBuffer {
    const memory = this.#takeIdle(roundUp(byteLength)) ?? allocate(roundUp(byteLength));
    this.#inUse += 1;
    this.#inUseBytes += memory.byteLength;
    return new Lease(new Uint8Array(memory, 0, byteLength), () => this.#giveBack(memory));
  }

  #takeIdle(size: number): SharedArrayBuffer | null {
    const fitting = this.#idle.findIndex(memory => memory.byteLength === size);
    if (fitting >= 0) {
      const [memory] = this.#idle.splice(fitting, 1);
      this.#idleBytes -= size;
      return memory!;
    }
    // Nothing fits, so memory will be allocated: what lies idle makes way for it, the longest unused first.
    while (this.#idle.length > 0 && this.allocatedBytes + size > this.capacityBytes) {
      this.#idleBytes -= this.#idle.shift()!.byteLength;
    }
    return null;
  }

  #giveBack(memory: SharedArrayBuffer): void {
    this.#inUse -= 1;
    this.#inUseBytes -= memory.byteLength;
    if (this.allocatedBytes + memory.byteLength <= this.capacityBytes || this.#idle.length === 0) {
      this.#idle.push(memory);
      this.#idleBytes += memory.byteLength;
    }
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#waiters[0]; next && this.#hasRoom(next.byteLength); next = this.#waiters[0]) {
      this.#waiters.shift();
      try {
        next.grant(this.#lease(next.byteLength));
      } catch (error) {
        next.fail(error);
      }
    }
  }
}

/** A counted lease: the memory goes back when the last reference is released. */
class Lease implements FrameBuffer {
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  readonly #onFree: () => void;
  #references = 1;

  constructor(bytes: Uint8Array<SharedArrayBuffer>, onFree: () => void) {
    this.#bytes = bytes;
    this.#onFree = onFree;
  }

  get bytes(): Uint8Array<SharedArrayBuffer> {
    this.#assertHeld('read');
    return this.#bytes;
  }

  retain(): void {
    this.#assertHeld('retained');
    this.#references += 1;
  }

  release(): void {
    this.#assertHeld('released');
    this.#references -= 1;
    if (this.#references === 0) this.#onFree();
  }

  #assertHeld(what: string): void {
    if (this.#references > 0) return;
    throw new FrameSieveError({
      code: 'internal',
      message: `A frame was ${what} after its lease had ended.`,
      hint: 'A frame is valid until the next pull from its iterator; call retain() to keep it longer, and release() once for each.',
    });
  }
}

function roundUp(byteLength: number): number {
  return Math.ceil(byteLength / pageBytes) * pageBytes;
}

function allocate(size: number): SharedArrayBuffer {
  try {
    return new SharedArrayBuffer(size);
  } catch (cause) {
    throw new FrameSieveError({
      code: 'decode-failed',
      message: `There is no memory for a frame of ${size} bytes.`,
      hint: 'Close other programs, or use a machine with more memory.',
      cause,
    });
  }
}

function positive(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw invalidArgument(name, 'a whole number of at least 1', value);
  return value;
}
