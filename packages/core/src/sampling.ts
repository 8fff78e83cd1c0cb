import { invalidArgument } from './errors.ts';
import type { FrameRecord } from './frame.ts';

/** Which frames to score. Sampling never renumbers: ordinals stay those of the whole stream. */
export interface Sampling {
  /** Keep ordinals divisible by this; 1 keeps all. */
  readonly every: number;
  /** Keep the first frame at or after each multiple of 1 ÷ fps seconds; `null` keeps all. */
  readonly fps: number | null;
  /** Keep key frames only. */
  readonly keyFrames: boolean;
  /** Keep times in `[fromSeconds, toSeconds)`, in the video's own clock; `null` leaves a side open. */
  readonly fromSeconds: number | null;
  readonly toSeconds: number | null;
}

/** Every frame. */
export const everyFrame: Sampling = {
  every: 1,
  fps: null,
  keyFrames: false,
  fromSeconds: null,
  toSeconds: null,
};

/**
 * Makes the test for one pass over a video, to be called for each frame in order of ordinals (`fps` counts on it).
 *
 * @throws FrameSieveError `usage` when a setting is out of range.
 */
export function createSampler(
  sampling: Sampling,
): (frame: Pick<FrameRecord, 'ordinal' | 'timeSeconds' | 'keyFrame'>) => boolean {
  const { every, fps, keyFrames, fromSeconds, toSeconds } = sampling;
  if (!Number.isSafeInteger(every) || every < 1)
    throw invalidArgument('every', 'a whole number of at least 1', every);
  if (fps !== null && !(fps > 0 && Number.isFinite(fps)))
    throw invalidArgument('fps', 'a number above 0', fps);
  if (fromSeconds !== null && toSeconds !== null && !(fromSeconds < toSeconds)) {
    throw invalidArgument('to', `a time after \`from\` (${fromSeconds} s)`, toSeconds);
  }
  let lastSlot = Number.NEGATIVE_INFINITY;
  return ({ ordinal, timeSeconds, keyFrame }) => {
    if (fromSeconds !== null && timeSeconds < fromSeconds) return false;
    if (toSeconds !== null && timeSeconds >= toSeconds) return false;
    if (keyFrames && !keyFrame) return false;
    if (ordinal % every !== 0) return false;
    if (fps === null) return true;
    // A timestamp is rounded to its tick; the margin keeps 0.0999… in the slot that starts at 0.1.
    const slot = Math.floor(timeSeconds * fps + 1e-3);
    if (slot <= lastSlot) return false;
    lastSlot = slot;
    return true;
  };
}
