import type { Frame, FrameAllocator, Scorer } from '@framesieve/core';
import { sameSize } from './same-size.ts';

/** How frames of one size are scored. */
export interface FramePlan {
  /** The first of these frames; its samples may be gone. */
  readonly frame: Frame;
  readonly byteLength: number;
  /** Most frames in a call, for each scorer. */
  readonly callSizes: readonly number[];
  /** Frames that may be held while the next one is pulled. */
  readonly mostHeld: number;
}

/** Frames of the pool that have to be free for the next one to be decoded; see `FramePool` of `@framesieve/decoder`. */
const framesOfDecoder = 5;

/**
 * Asks each scorer how many frames like this one a call had best take, and settles how many are held: enough for one more
 * call than run at the same time, and no more than leaves the pool what decoding the next frame takes.
 *
 * @param most most frames in one call; `null` leaves it to the scorer.
 */
export async function planFrames(
  frame: Frame,
  scorers: readonly Scorer[],
  most: number | null,
  pool: FrameAllocator,
): Promise<FramePlan> {
  const { byteLength } = frame.layout;
  const callSizes = await Promise.all(
    scorers.map(async scorer => {
      const wished = scorer.planBatch ? await scorer.planBatch(frame) : (most ?? 1);
      return Math.max(1, Math.min(Math.floor(wished) || 1, most ?? wished, scorer.maxBatchSize));
    }),
  );
  // Those of the calls that run, and all but the last of another one.
  const wanted = scorers.map(({ concurrency = 1 }, i) => (concurrency + 1) * callSizes[i]! - 1);
  const room = (pool.limit?.(byteLength) ?? Number.POSITIVE_INFINITY) - framesOfDecoder;
  return { frame, byteLength, callSizes, mostHeld: Math.max(1, Math.min(Math.max(...wanted), room)) };
}

/** Whether a plan is for frames like this one. */
export function isPlanFor({ frame: first, byteLength }: FramePlan, frame: Frame): boolean {
  return byteLength === frame.layout.byteLength && sameSize(first, frame);
}
