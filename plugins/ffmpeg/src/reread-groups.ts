import type { FrameIndex, ReadOptions, StreamDescription } from '@framesieve/core';
import { planReread, SeekIndex, type SeekPoint, SoughtPlace } from '@framesieve/decoder';
import type { FrameChoice } from './decode-arguments.ts';
import type { FrameSelection, FrameSource } from './read-frames.ts';

/** Frames that one place in the stream leads to. */
export interface ReadableGroup {
  readonly ordinals: readonly number[];
  /** The same frames, as ffmpeg is told of them. */
  readonly choice: FrameChoice;
  /** Where a seek leads to them; `null` from the start. */
  readonly sought: Required<Pick<FrameSelection, 'seek' | 'place'>> | null;
}

/**
 * Codecs whose pictures shown after a key frame refer to nothing before it, whatever their encoder did. Of others that isn't
 * known without looking into packets, so decoding begins one key frame earlier.
 */
const cleanCodecs = new Set(['hevc', 'vp8', 'vp9']);

/**
 * Pixels that could be decoded while a process starts and opens a file: measured 0.08 s of processor time, in which FFmpeg
 * 5.1 decodes 1.5 to 6 × 10⁸ pixels a second from H.264.
 */
const pixelsPerStart = 2e7;

/** Plans which frames are read from where, and says so. Without an index all are read from the start. */
export function planGroups(
  ordinals: readonly number[],
  { stream, logger }: FrameSource,
  { index }: ReadOptions,
): readonly ReadableGroup[] {
  const fromStart = (some: readonly number[]): ReadableGroup => ({
    ordinals: some,
    choice: { by: 'n', values: some },
    sought: null,
  });
  if (!index) return ordinals.length > 0 ? [fromStart(ordinals)] : [];
  const plan = planReread(ordinals, index, {
    seekFrames: Math.ceil(pixelsPerStart / (stream.width * stream.height)),
    leadIn: cleanCodecs.has(stream.codec) ? 0 : 1,
  });
  logger.debug(plan.summary);
  if (plan.seeks === 0) return plan.groups.map(group => fromStart(group.ordinals));
  const seekIndex = new SeekIndex(index);
  return plan.groups.map(({ point, ordinals }) =>
    point === null
      ? fromStart(ordinals)
      : {
          ordinals,
          choice: { by: 'pts', values: ordinals.map(ordinal => seekIndex.ptsOf(ordinal)) },
          sought: {
            seek: { seconds: seekSeconds(point, index, stream), from: 'zero' },
            place: () => new SoughtPlace(seekIndex, point),
          },
        },
  );
}

/** Between the key frame and what is shown next, so that no rounding leads to the key frame before it. */
function seekSeconds(
  { start }: SeekPoint,
  { ptsTicks }: FrameIndex,
  { timeBase }: StreamDescription,
): number {
  const step = Math.max(0, (ptsTicks[start + 1] ?? 0) - ptsTicks[start]!);
  return ((ptsTicks[start]! + step / 2) * timeBase.numerator) / timeBase.denominator;
}
