import { type FrameBuffer, type FrameMemory, FrameSieveError } from '@framesieve/core';
import type { FrameRoom } from './frame-space.ts';

/** A counted lease on room for a frame, which goes back when the last reference is released. */
export class FrameLease implements FrameBuffer {
  readonly memory?: FrameMemory;
  readonly #room: FrameRoom;
  readonly #onFree: (room: FrameRoom) => void;
  #references = 1;

  constructor(room: FrameRoom, onFree: (room: FrameRoom) => void) {
    this.#room = room;
    this.#onFree = onFree;
    if (room.memory) this.memory = room.memory;
  }

  get bytes(): Uint8Array<SharedArrayBuffer> {
    this.#assertHeld('read');
    return this.#room.bytes;
  }

  retain(): void {
    this.#assertHeld('retained');
    this.#references += 1;
  }

  release(): void {
    this.#assertHeld('released');
    this.#references -= 1;
    if (this.#references === 0) this.#onFree(this.#room);
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
