import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatSize, parseSize } from './parse-size.ts';

it.each([
  ['2GB', 2e9],
  ['2gb', 2e9],
  ['2G', 2e9],
  ['800MiB', 800 * 1024 ** 2],
  ['1.5 GiB', 1.5 * 1024 ** 3],
  ['10kb', 1e4],
  ['1TiB', 1024 ** 4],
])('reads %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

it.each(['', 'GB', '-1GB', '1e3MB', '2XB', '2GBB', '1.GB', 'lots'])('refuses %j', text => {
  expect(parseSize(text)).toBeNull();
});

it('writes sizes that are read again as at least as much, and not much more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1024 ** 2, max: 2 ** 46 }), bytes => {
      const read = parseSize(formatSize(bytes))!;
      expect(read).toBeGreaterThanOrEqual(bytes);
      expect(read).toBeLessThan(bytes * 1.02 + 1024 ** 2);
    }),
  );
});
