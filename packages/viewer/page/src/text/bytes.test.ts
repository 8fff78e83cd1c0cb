import { expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';

it('writes sizes with two or three digits', () => {
  expect([0, 999, 1000, 9949, 9960, 999_499, 999_600, 1.25e9, 2.14e11, 5e15].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '9.9 kB',
    '10 kB',
    '999 kB',
    '1.0 MB',
    '1.3 GB',
    '214 GB',
    '5000 TB',
  ]);
});
