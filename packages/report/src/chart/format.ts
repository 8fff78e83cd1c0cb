/** A time as a clock shows it, e.g. `0:05`, `12:03.500` or `1:02:03`. */
export function formatClock(seconds: number, decimals: number): string {
  const unit = 10 ** decimals;
  const units = Math.round(Math.abs(seconds) * unit);
  const whole = Math.floor(units / unit);
  const fraction = decimals > 0 ? `.${String(units % unit).padStart(decimals, '0')}` : '';
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  const clock = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
  return `${seconds < 0 && units > 0 ? '-' : ''}${clock}${fraction}`;
}

/** Decimals with which scores that span so much can be told apart. */
export function scoreDecimals(span: number): number {
  if (!(span > 0) || span >= 1) return 2;
  return Math.min(8, Math.ceil(-Math.log10(span)) + 2);
}

/** A score with so many decimals; `–` where the metric is undefined. */
export function formatScore(score: number | null | undefined, decimals: number): string {
  if (score === null || score === undefined || !Number.isFinite(score)) return '–';
  const text = score.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** A whole number with its thousands set apart. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f');
}
