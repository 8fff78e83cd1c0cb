import type { FrameMemory } from '@framesieve/core';

/** Memory for one frame. */
export interface FrameRoom {
  /** As many bytes as were asked for, from an address on that is a multiple of 64. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** See `FrameBuffer`. */
  readonly memory: FrameMemory | undefined;
  /** Bytes that it takes up, those that were asked for among them. */
  readonly sizeBytes: number;
}

/** Where a frame pool gets the memory for its frames. */
export interface FrameSpace {
  /** Bytes that it holds, in use or not. */
  readonly heldBytes: number;

  /** @throws RangeError when there is no memory. */
  take(byteLength: number): FrameRoom;

  /** Takes room back; whoever has it still must not use it any more. */
  giveBack(room: FrameRoom): void;
}

/** The unit of room: a page of memory. */
const roomBytes = 4096;

/** Rounds up to whole units of room. */
export function wholeRoom(byteLength: number): number {
  return Math.ceil(byteLength / roomBytes) * roomBytes;
}
