import type { FrameAllocator } from '@framesieve/core';
import { FramePool } from '@framesieve/decoder';

/** Frames of one video that are read ahead of being shown; more than one wait for nothing. */
const poolBytes = 32 * 1024 ** 2;

/** Makes the pool that the frames of one opened video usually live in. */
export function createPictureFrames(): FrameAllocator {
  return new FramePool({ capacityBytes: poolBytes });
}
