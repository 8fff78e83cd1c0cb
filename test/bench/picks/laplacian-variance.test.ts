import { makeFrame } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { laplacianVariance } from './laplacian-variance.ts';

it('is 0 for a ramp, and that of the kernel for a dot', () => {
  expect(laplacianVariance(makeFrame('gray', 16, 8, (_plane, x) => 3 * x))).toBe(0);
  // Over 3 × 3 inner samples: −4 once, 1 four times.
  const dot = makeFrame('gray', 5, 5, (_plane, x, y) => (x === 2 && y === 2 ? 101 : 100));
  expect(laplacianVariance(dot)).toBeCloseTo(20 / 9, 10);
});
