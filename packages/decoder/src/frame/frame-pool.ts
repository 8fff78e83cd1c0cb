import { type FrameAllocator, type FrameBuffer, FrameSieveError, invalidArgument } from '@framesieve/core';
import { BufferSpace } from './buffer-space.ts';
import { FrameLease } from './frame-lease.ts';
import { type FrameRoom, type FrameSpace, wholeRoom } from './frame-space.ts';
import { WasmSpace } from './wasm-space.ts';

/** Size of a frame pool. */
export interface FramePoolOptions {
  /**
   * Most bytes of frames that are out at the same time. Default: 256 MiB, i.e. 86 frames of 1080p in 8-bit 4:2:0. More than
   * 3.5 GiB count as 3.5 GiB.
   */
  readonly capacityBytes?: number;
  /**
   * Buffers that may be out at the same time however large they are: at least 5 more than the consumer holds while it pulls
   * the next frame (see {@link FramePool}). Default: 6.
   */
  readonly minimumBuffers?: number;
}

interface Waiter {
  readonly byteLength: number;
  grant(buffer: FrameBuffer): void;
  fail(error: unknown): void;
}

const defaultCapacityBytes = 256 * 1024 * 1024;
/** What a WebAssembly memory holds, less room for what kernels work with. */
const mostCapacityBytes = 3.5 * 1024 ** 3;

/**
 * A bounded pool of shared memory that decoded frames live in. It is one WebAssembly memory (`FrameBuffer.memory`), where
 * there can be one: kernels in other threads read frames where they are, and may grow the memory for what they work with.
 * The pool grows it when that is first needed, by no more than is needed, and uses what comes back again, for frames of any
 * size; it can't be given back to the system as long as the pool is there. Addresses are multiples of 64. Waiting is first
 * come, first served.
 *
 * Whoever holds frames while it pulls more can exhaust the pool, and would then wait for itself. So a consumer that
 * collects a batch holds at most `limit(byteLength) − 5` frames while it pulls the next one: to deinterlace a frame takes
 * itself, its two neighbours and the result, and one may still be leased by a stage between. Where nothing is
 * deinterlaced, all but two may be held. What is decoded ahead takes what is left and waits for no more. A program that
 * needs larger batches, or several calls of a scorer at the same time, makes the pool with more `minimumBuffers`: frames
 * held + 5. With scorers that run in a thread per core, one frame each, the score stage holds up to cores + 2.
 */
export class FramePool implements FrameAllocator {
  readonly capacityBytes: number;
  readonly minimumBuffers: number;
  readonly #waiters: Waiter[] = [];
  readonly #giveBack = (room: FrameRoom) => this.#takeBack(room);
  #space: FrameSpace | null = null;
  #inUse = 0;
  #inUseBytes = 0;

  /** @throws FrameSieveError `usage` when a size is not a positive whole number. */
  constructor(options: FramePoolOptions = {}) {
    const { capacityBytes = defaultCapacityBytes, minimumBuffers = 6 } = options;
    this.capacityBytes = Math.min(mostCapacityBytes, positive('capacityBytes', capacityBytes));
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

  /**
   * Bytes that the pool holds, out or idle: at most its capacity, or `minimumBuffers` frames when that is more. While frames
   * of different sizes are out, gaps between them that nothing fits in come on top.
   */
  get allocatedBytes(): number {
    return this.#space?.heldBytes ?? 0;
  }

  /** How many buffers of this size can be out at the same time. */
  limit(byteLength: number): number {
    const size = wholeRoom(positive('byteLength', byteLength));
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
    return (
      this.#inUse < this.minimumBuffers || this.#inUseBytes + wholeRoom(byteLength) <= this.capacityBytes
    );
  }

  #lease(byteLength: number): FrameBuffer {
    const room = this.#take(byteLength);
    this.#inUse += 1;
    this.#inUseBytes += room.sizeBytes;
    return new FrameLease(room, this.#giveBack);
  }

  #take(byteLength: number): FrameRoom {
    this.#space ??= newSpace(this.capacityBytes);
    try {
      return this.#space.take(byteLength);
    } catch (cause) {
      throw new FrameSieveError({
        code: 'decode-failed',
        message: `There is no memory for a frame of ${byteLength} bytes.`,
        hint: 'Close other programs, or use a machine with more memory.',
        cause,
      });
    }
  }

  #takeBack(room: FrameRoom): void {
    this.#inUse -= 1;
    this.#inUseBytes -= room.sizeBytes;
    this.#space?.giveBack(room);
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

function newSpace(capacityBytes: number): FrameSpace {
  try {
    return new WasmSpace();
  } catch {
    return new BufferSpace(capacityBytes);
  }
}

function positive(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw invalidArgument(name, 'a whole number of at least 1', value);
  return value;
}
