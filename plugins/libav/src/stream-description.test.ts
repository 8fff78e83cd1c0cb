import { expect, it } from 'vitest';
import { ticksOf } from './stream-description.ts';

it.each([
  [0n, 0],
  [-512n, -512],
  [9007199254740991n, Number.MAX_SAFE_INTEGER],
  [9007199254740993n, null],
  [-(2n ** 63n), null],
])('takes timestamp %s for %s', (timestamp, ticks) => {
  expect(ticksOf(timestamp)).toBe(ticks);
});
