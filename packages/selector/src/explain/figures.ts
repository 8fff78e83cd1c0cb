/** A figure with three significant digits, without trailing zeros; 0 for what is nearer to it than 0.0001. */
export function figure(value: number): string {
  return Math.abs(value) < 1e-4 ? '0' : String(Number(value.toPrecision(3)));
}

/** A score with at least two decimals, and three significant digits. */
export function scoreText(score: number | null): string {
  if (score === null) return 'no score';
  return Math.abs(score) >= 0.1 || score === 0 ? score.toFixed(2) : score.toPrecision(3);
}

/** A time in seconds. */
export function secondsText(seconds: number): string {
  return `${Number(seconds.toFixed(3))} s`;
}

/** A range of time `[start, end)`. */
export function boundsText({
  startSeconds,
  endSeconds,
}: {
  startSeconds: number;
  endSeconds: number;
}): string {
  return `${startSeconds.toFixed(1)}–${endSeconds.toFixed(1)} s`;
}
