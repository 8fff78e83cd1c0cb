import type { ScoreTable } from '@framesieve/core';

const leastShare = 0.04;

/**
 * The rows that a stretch without any rows lies before, as when two ranges of a video were scored and what is between them
 * was not. A frame that is shown for long is none, nor is what sampling leaves out evenly.
 */
export function unscoredGaps({
  ordinals,
  timeSeconds,
}: Pick<ScoreTable, 'ordinals' | 'timeSeconds'>): ReadonlySet<number> {
  const gaps = new Set<number>();
  if (ordinals.length < 3) return gaps;
  const steps = Uint32Array.from(ordinals.subarray(1), (ordinal, i) => ordinal - ordinals[i]!);
  const usual = steps.toSorted()[steps.length >> 1]!;
  const span = Math.abs(timeSeconds.at(-1)! - timeSeconds[0]!);
  for (const [i, step] of steps.entries()) {
    const seconds = timeSeconds[i + 1]! - timeSeconds[i]!;
    if (step > 2 * usual && seconds > leastShare * span) gaps.add(i + 1);
  }
  return gaps;
}
