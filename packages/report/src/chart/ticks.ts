const timeSteps = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
  3600, 7200, 10_800, 21_600, 43_200,
];

/** Round times for the labels of an axis. */
export interface TimeTicks {
  readonly seconds: readonly number[];
  /** Decimals of a second that labels need. */
  readonly decimals: number;
}

/** Round times within `[startSeconds, endSeconds]`, at most `most` of them. */
export function timeTicks(startSeconds: number, endSeconds: number, most: number): TimeTicks {
  const span = endSeconds - startSeconds;
  const day = 86_400;
  const step =
    timeSteps.find(candidate => span / candidate <= most - 1) ?? Math.ceil(span / (most - 1) / day) * day;
  const decimals = step >= 1 ? 0 : Math.ceil(-Math.log10(step));
  if (!(span > 0)) return { seconds: [startSeconds], decimals: Number.isInteger(startSeconds) ? 0 : 3 };
  return { seconds: multiplesWithin(step, startSeconds, endSeconds), decimals };
}

/** Round numbers within the two ends of an axis, whichever is larger, about `most` of them, ascending. */
export function scoreTicks(end: number, otherEnd: number, most: number): readonly number[] {
  const [low, high] = end < otherEnd ? [end, otherEnd] : [otherEnd, end];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find(factor => factor * power >= rough) ?? 10);
  return multiplesWithin(step, low, high);
}

function multiplesWithin(step: number, low: number, high: number): readonly number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}
