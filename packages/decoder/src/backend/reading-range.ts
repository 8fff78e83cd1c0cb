import {
  type DecodedFrame,
  type FrameIndex,
  invalidArgument,
  type Rational,
  type Sampling,
} from '@framesieve/core';
import type { FrameTime } from '../frame/frame-builder.ts';

/** The timestamp, in ticks, from which on a sampling keeps nothing; `undefined` where it has no end. */
export function untilTicks(
  { toSeconds }: Sampling,
  startPts: number,
  { numerator, denominator }: Rational,
): number | undefined {
  if (toSeconds === null) return undefined;
  // One tick more than the exact bound, which floating point may miss.
  const ticks = startPts + Math.ceil((toSeconds * denominator) / numerator) + 1;
  return Number.isSafeInteger(ticks) ? ticks : undefined;
}

/** The frames that have to be read for the wanted ones, which are ascending: themselves, or their neighbours too. */
export function rereadOrdinals(wanted: readonly number[], withNeighbours: boolean): number[] {
  if (!withNeighbours) return [...wanted];
  const all = new Set(wanted.flatMap(ordinal => [ordinal - 1, ordinal, ordinal + 1]));
  return [...all].filter(ordinal => ordinal >= 0).sort((a, b) => a - b);
}

/** The timestamp that the file or an index has for a frame; `null` where neither has one. */
export function timeOf({ ptsTicks, ordinal }: DecodedFrame, index: FrameIndex | undefined): FrameTime | null {
  if (ptsTicks !== null) return { ptsTicks, ptsSource: 'container' };
  const stored = index?.ptsTicks[ordinal];
  return stored === undefined ? null : { ptsTicks: stored, ptsSource: 'estimated' };
}

/** @throws FrameSieveError `usage` for ordinals that a decoder could not be asked for. */
export function assertAscending(ordinals: readonly number[]): void {
  const misplaced = ordinals.findIndex(
    (ordinal, i) => !Number.isSafeInteger(ordinal) || ordinal < 0 || ordinal <= (ordinals[i - 1] ?? -1),
  );
  if (misplaced >= 0) {
    throw invalidArgument(
      'ordinals',
      'frame numbers in ascending order, without repeats',
      ordinals[misplaced],
    );
  }
}
