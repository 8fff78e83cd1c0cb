import fc from 'fast-check';
import { expect, it } from 'vitest';
import { standardise } from './convolution.ts';

it('gives each kernel mean 0 and standard deviation 1, with either divisor', () => {
  const weights = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(weights, weights, fc.constantFrom(0, 1), (first, second, correction) => {
      const result = standardise(Float32Array.from([...first, ...second]), 2, correction);
      for (const [given, kernel] of [
        [first, result.subarray(0, 4)],
        [second, result.subarray(4)],
      ] as const) {
        const mean = kernel.reduce((sum, weight) => sum + weight, 0) / 4;
        expect(Math.abs(mean)).toBeLessThan(1e-6);
        const range = Math.max(...given) - Math.min(...given);
        // 1e-5 is added to the deviation, so kernels that hardly vary stay smaller.
        if (range < 0.5) continue;
        const deviation = Math.sqrt(kernel.reduce((sum, weight) => sum + weight ** 2, 0) / (4 - correction));
        expect(Math.abs(deviation - 1)).toBeLessThan(1e-4);
      }
    }),
  );
  expect(Array.from(standardise(new Float32Array([3, 3]), 1, 0))).toEqual([0, 0]);
});
