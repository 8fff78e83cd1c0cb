import { getEventListeners } from 'node:events';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultRetry, parseRetryAfter, pause, retryDelay } from './retry.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const settings = fc.record({
  attempts: fc.constant(5),
  baseDelayMs: fc.integer({ min: 0, max: 10_000 }),
  maxDelayMs: fc.integer({ min: 0, max: 60_000 }),
  idleTimeoutMs: fc.constant(30_000),
});

it('pauses longer with each failure, never longer than allowed, and at least as long as the server asks within that', () => {
  const failures = fc.integer({ min: 1, max: 2_000 });
  const retryAfter = fc.option(fc.integer({ min: 0 }));
  fc.assert(
    fc.property(settings, failures, retryAfter, random, (retry, count, retryAfterMs, chance) => {
      const delay = retryDelay(retry, count, retryAfterMs, chance);
      const full = Math.min(retry.baseDelayMs * 2 ** Math.min(count - 1, 30), retry.maxDelayMs);
      expect(delay).toBeGreaterThanOrEqual(full / 2);
      expect(delay).toBeLessThanOrEqual(retry.maxDelayMs);
      if (retryAfterMs === null) expect(delay).toBeLessThanOrEqual(full);
      else expect(delay).toBeGreaterThanOrEqual(Math.min(retryAfterMs, retry.maxDelayMs));
    }),
  );
});

it('doubles the pause', () => {
  expect([1, 2, 3, 4].map(failures => retryDelay(defaultRetry, failures, null, 0))).toEqual([
    250, 500, 1000, 2000,
  ]);
  expect([1, 2, 3, 4].map(failures => retryDelay(defaultRetry, failures, null, 0.5))).toEqual([
    375, 750, 1500, 3000,
  ]);
});

const now = Date.parse('Sun, 06 Nov 1994 08:49:30 GMT');

it.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 7_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 7_000],
  ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  [null, null],
])('reads Retry-After: %s', (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});

it('leaves no listener behind when it has waited, and rejects at once when aborted', async () => {
  const { signal } = new AbortController();
  await pause(1, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  await expect(pause(60_000, AbortSignal.abort(new Error('Enough.')))).rejects.toThrow('Enough.');
  const later = new AbortController();
  setTimeout(() => later.abort(new Error('Enough.')), 5);
  await expect(pause(60_000, later.signal)).rejects.toThrow('Enough.');
});
