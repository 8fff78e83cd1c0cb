import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatClock, formatScore, grouped, scoreDecimals } from './format.ts';

it('shows times as a clock does', () => {
  expect(formatClock(0, 0)).toBe('0:00');
  expect(formatClock(5.25, 2)).toBe('0:05.25');
  expect(formatClock(59.9996, 3)).toBe('1:00.000');
  expect(formatClock(3723.5, 1)).toBe('1:02:03.5');
  expect(formatClock(-0.0001, 3)).toBe('0:00.000');
  expect(formatClock(-61, 0)).toBe('-1:01');
});

it('gives a time that is no further off than its last decimal', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.integer({ min: 0, max: 3 }),
      (seconds, decimals) => {
        const read = formatClock(seconds, decimals)
          .split(':')
          .reduce((sum, part) => sum * 60 + Number(part), 0);
        expect(Math.abs(read - seconds)).toBeLessThanOrEqual(0.5000001 * 10 ** -decimals);
      },
    ),
  );
});

it('gives scores as many decimals as it takes to tell them apart', () => {
  expect(formatScore(4.3149, scoreDecimals(8))).toBe('4.31');
  expect(formatScore(0.31234, scoreDecimals(0.02))).toBe('0.3123');
  expect(formatScore(-0.001, 2)).toBe('0.00');
  expect(formatScore(null, 2)).toBe('–');
  expect(formatScore(Number.NaN, 2)).toBe('–');
});

it('sets thousands apart', () => {
  expect([0, 999, 1000, 1_234_567].map(grouped)).toEqual(['0', '999', '1\u202f000', '1\u202f234\u202f567']);
});
