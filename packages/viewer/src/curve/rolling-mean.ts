import { type RunColumns, rowAt } from './run-columns.ts';

const leastFrames = 5;
/** Width of the window, as a part of what is seen. */
const shareOfSpan = 0.01;

/** Width, in seconds, of the window of the mean over a span: a hundredth of it, but some frames at least. */
export function meanWindow({ times }: Pick<RunColumns, 'times'>, spanSeconds: number): number {
  const frames = times.length;
  const pace = frames > 1 ? (times[frames - 1]! - times[0]!) / (frames - 1) : 0;
  return Math.max(spanSeconds * shareOfSpan, pace * leastFrames);
}

/** The mean score of the frames within a window around each time, of at least five frames; `null` where none has a score. */
export function rollingMeans(
  run: RunColumns,
  centers: readonly number[],
  windowSeconds: number,
): (number | null)[] {
  const { times, sums, counts } = run;
  const half = windowSeconds / 2;
  return centers.map(center => {
    let start = rowAt(run, center - half);
    let end = rowAt(run, center + half, start);
    while (end - start < leastFrames && (start > 0 || end < times.length)) {
      const before = start > 0 ? center - times[start - 1]! : Number.POSITIVE_INFINITY;
      const after = end < times.length ? times[end]! - center : Number.POSITIVE_INFINITY;
      if (before < after) start--;
      else end++;
    }
    const count = counts[end]! - counts[start]!;
    return count === 0 ? null : (sums[end]! - sums[start]!) / count;
  });
}
