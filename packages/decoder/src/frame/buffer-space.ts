import { type FrameRoom, type FrameSpace, wholeRoom } from './frame-space.ts';

/** Room in shared buffers of their own, for where there is no WebAssembly memory. Some lie idle for frames of the same size. */
export class BufferSpace implements FrameSpace {
  readonly #capacityBytes: number;
  readonly #idle: SharedArrayBuffer[] = [];
  #heldBytes = 0;

  /** @param capacityBytes what it holds at most, unless more is in use. */
  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  take(byteLength: number): FrameRoom {
    const sizeBytes = wholeRoom(byteLength);
    const buffer = this.#takeIdle(sizeBytes) ?? this.#allocate(sizeBytes);
    return { bytes: new Uint8Array(buffer, 0, byteLength), memory: undefined, sizeBytes };
  }

  giveBack({ bytes: { buffer } }: FrameRoom): void {
    if (this.#heldBytes <= this.#capacityBytes || this.#idle.length === 0) this.#idle.push(buffer);
    else this.#heldBytes -= buffer.byteLength;
  }

  #takeIdle(sizeBytes: number): SharedArrayBuffer | null {
    const fitting = this.#idle.findIndex(({ byteLength }) => byteLength === sizeBytes);
    return fitting < 0 ? null : this.#idle.splice(fitting, 1)[0]!;
  }

  /** What lies idle makes way, the longest unused first. */
  #allocate(sizeBytes: number): SharedArrayBuffer {
    while (this.#idle.length > 0 && this.#heldBytes + sizeBytes > this.#capacityBytes)
      this.#heldBytes -= this.#idle.shift()!.byteLength;
    const buffer = new SharedArrayBuffer(sizeBytes);
    this.#heldBytes += sizeBytes;
    return buffer;
  }
}
