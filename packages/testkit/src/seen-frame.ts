import { createHash } from 'node:crypto';
import type { DecodedFrame, FrameIndex } from '@framesieve/core';

/** Everything of a frame that must be the same however it is read. */
export interface Seen {
  readonly ordinal: number;
  readonly ptsTicks: number | null;
  readonly keyFrame: boolean;
  readonly digest: string | null;
}

/** Takes down what must be the same, and releases the frame. */
export function take(frame: DecodedFrame, digest: boolean): Seen {
  const { ordinal, ptsTicks, keyFrame } = frame;
  const hash = digest ? createHash('sha256').update(frame.buffer.bytes).digest('hex') : null;
  frame.buffer.release();
  return { ordinal, ptsTicks, keyFrame, digest: hash };
}

/** The same, for comparing frames whose samples were not looked at. */
export function withoutDigest(seen: Seen): Seen {
  return { ...seen, digest: null };
}

/** The index that an earlier decode would have recorded. */
export function indexOf(seen: readonly Seen[]): FrameIndex {
  let previous = -1;
  const ptsTicks = Float64Array.from(seen, frame => {
    previous = frame.ptsTicks ?? previous + 1;
    return previous;
  });
  return { ptsTicks, keyFrames: Uint8Array.from(seen, frame => Number(frame.keyFrame)) };
}
