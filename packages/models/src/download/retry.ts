/** How persistent a download is. */
export interface RetrySettings {
  /** How often it is tried, at least once, while no further bytes come. Each time that any come, counting starts again. */
  readonly attempts: number;
  /** Pause before the second try; it doubles with each further one. Random within its upper half. */
  readonly baseDelayMs: number;
  /** Longest pause, also where the server asks for a longer one. */
  readonly maxDelayMs: number;
  /** A connection on which nothing comes for so long counts as broken. */
  readonly idleTimeoutMs: number;
}

/** Persistent enough for a connection that breaks now and then, without keeping a person waiting for a dead one. */
export const defaultRetry: RetrySettings = {
  attempts: 5,
  baseDelayMs: 500,
  maxDelayMs: 30_000,
  idleTimeoutMs: 30_000,
};

/**
 * How long to wait before the next try.
 *
 * @param failures how many tries in a row have failed, at least 1.
 * @param retryAfterMs what the server asks for; it is waited for at least, up to the longest pause.
 * @param random in `[0, 1)`, so that many clients don't come back at the same moment.
 */
export function retryDelay(
  { baseDelayMs, maxDelayMs }: RetrySettings,
  failures: number,
  retryAfterMs: number | null,
  random: number = Math.random(),
): number {
  const full = Math.min(baseDelayMs * 2 ** Math.min(failures - 1, 30), maxDelayMs);
  const backoff = (full / 2) * (1 + random);
  return Math.min(Math.max(backoff, retryAfterMs ?? 0), maxDelayMs);
}

/** Reads a `Retry-After` header (RFC 9110, section 10.2.3): seconds or a date. `null` where there is none to be understood. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date begins with its weekday; `Date.parse` alone would take `-5` or `2` for years and months.
  const date = /^[a-z]{3,9},? /i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** Waits. Rejects with the signal's reason as soon as it is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
