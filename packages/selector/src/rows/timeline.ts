/** The time that the rows of a table span. */
export interface Extent {
  /** Earliest time of a row, in seconds. */
  readonly startSeconds: number;
  /** Latest time of a row, in seconds. */
  readonly endSeconds: number;
}

/** From the earliest to the latest time, wherever they are in the table: timestamps may run backward. `[0, 0)` without rows. */
export function extentOf(timeSeconds: Float64Array): Extent {
  let startSeconds = Number.POSITIVE_INFINITY;
  let endSeconds = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < timeSeconds.length; row++) {
    const time = timeSeconds[row]!;
    if (time < startSeconds) startSeconds = time;
    if (time > endSeconds) endSeconds = time;
  }
  return timeSeconds.length > 0 ? { startSeconds, endSeconds } : { startSeconds: 0, endSeconds: 0 };
}

/** Steps that are enough for a median. */
const mostSteps = 1000;

/**
 * How many rows there usually are in a time, so that windows are the same number of rows everywhere, also where timestamps
 * are missing, equal, run backward or jump: by the median of the steps from row to row that go forward.
 *
 * @returns from seconds to a whole number of at least 1, at most all rows.
 */
export function paceOf(timeSeconds: Float64Array): (seconds: number) => number {
  const rows = timeSeconds.length;
  const stride = Math.max(1, Math.floor(rows / mostSteps));
  const steps: number[] = [];
  for (let row = 1; row < rows; row += stride) {
    const step = timeSeconds[row]! - timeSeconds[row - 1]!;
    if (step > 0) steps.push(step);
  }
  const step = steps.sort((a, b) => a - b)[steps.length >> 1];
  if (step === undefined) return () => Math.max(1, rows);
  return seconds => Math.max(1, Math.min(rows, Math.round(seconds / step)));
}
