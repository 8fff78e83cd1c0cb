import { expect, it } from 'vitest';
import { appendColumns, bytesOf, noColumns } from './run-columns.ts';

it('counts the bytes of all columns, also of those that order frames whose times are not ascending', () => {
  const curveOf = (...times: number[]) => ({
    ordinals: Uint32Array.from(times.keys()),
    timeSeconds: Float64Array.from(times),
    scores: Float64Array.from(times),
  });
  const size = 100;
  const times = Array.from({ length: size }, (_, i) => i);
  const ascending = bytesOf(appendColumns(noColumns, curveOf(...times)));
  expect(ascending).toBe(size * (4 + 8 + 8) + (size + 1) * (8 + 4));
  expect(bytesOf(appendColumns(noColumns, curveOf(...times.toReversed())))).toBe(ascending + size * 4);
});
