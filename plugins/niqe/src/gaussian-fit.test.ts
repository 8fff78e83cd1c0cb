import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitGaussian } from './gaussian-fit.ts';
import { featureCount } from './niqe-parameters.ts';

const row = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
  minLength: featureCount,
  maxLength: featureCount,
});

it('takes the mean, and the covariance over n − 1, of rows of features', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 8 }), rows => {
      const { mean, covariance } = fitGaussian(rows.map(values => Float64Array.from(values)));
      const means = rows[0]!.map((_, i) => rows.reduce((sum, values) => sum + values[i]!, 0) / rows.length);
      for (const [i, value] of means.entries()) expect(mean[i]).toBeCloseTo(value, 12);
      for (let i = 0; i < featureCount; i++) {
        for (let j = 0; j < featureCount; j++) {
          const products = rows.map(values => (values[i]! - means[i]!) * (values[j]! - means[j]!));
          const expected = products.reduce((sum, product) => sum + product, 0) / (rows.length - 1);
          expect(covariance[i * featureCount + j]).toBeCloseTo(expected, 11);
          expect(covariance[i * featureCount + j]).toBe(covariance[j * featureCount + i]);
        }
      }
    }),
    { numRuns: 20 },
  );
});
