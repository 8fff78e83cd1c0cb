import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gammaFunction } from './gamma-function.ts';

const relativeError = (value: number, exact: number) => Math.abs(value / exact - 1);
const anyArgument = fc.double({ min: 0.05, max: 15, noNaN: true });

it.each([
  [0.1, 9.513507698668732],
  [1 / 3, 2.678938534707747],
  [0.5, Math.sqrt(Math.PI)],
  [1, 1],
  [1.5, Math.sqrt(Math.PI) / 2],
  [2, 1],
  [2.5, (3 * Math.sqrt(Math.PI)) / 4],
  [5, 24],
  [10, 362_880],
  [15, 87_178_291_200],
])('is right at %d', (x, exact) => {
  expect(relativeError(gammaFunction(x), exact)).toBeLessThan(1e-14);
});

it('grows by its argument from x to x + 1', () => {
  fc.assert(
    fc.property(anyArgument, x => {
      expect(relativeError(gammaFunction(x + 1), x * gammaFunction(x))).toBeLessThan(3e-14);
    }),
  );
});

it('follows the duplication formula of Legendre', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 7, noNaN: true }), x => {
      const product = gammaFunction(x) * gammaFunction(x + 0.5);
      const doubled = 2 ** (1 - 2 * x) * Math.sqrt(Math.PI) * gammaFunction(2 * x);
      expect(relativeError(product, doubled)).toBeLessThan(3e-14);
    }),
  );
});
