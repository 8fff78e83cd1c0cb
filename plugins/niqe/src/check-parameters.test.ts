import fc from 'fast-check';
import { expect, it } from 'vitest';
import { madeUpParameters, withCovariance } from '../test/made-up-parameters.ts';
import { checkParameters } from './check-parameters.ts';
import { featureCount, type NiqeParameters } from './niqe-parameters.ts';

const check = (parameters: NiqeParameters) => () => checkParameters(parameters, 'It');
const good = madeUpParameters();

it('accepts what is a multivariate Gaussian model', () => {
  fc.assert(
    fc.property(fc.nat(), seed => {
      expect(check(madeUpParameters(seed))).not.toThrow();
    }),
  );
});

it.each([NaN, Infinity, -Infinity])('refuses %d among the figures', value => {
  const problem = 'It: the NIQE parameters are not all finite.';
  expect(check(withCovariance(good, 40, value))).toThrow(problem);
  expect(check({ ...good, mean: good.mean.with(35, value) })).toThrow(problem);
});

it('refuses a covariance that is not symmetric', () => {
  const at = 3 * featureCount + 20;
  expect(check(withCovariance(good, at, good.covariance[at]! + 1e-6))).toThrow('is not symmetric');
});

it.each([
  ['a negative variance', withCovariance(good, 5 * featureCount + 5, -0.1)],
  ['no variance', withCovariance(good, 5 * featureCount + 5, 0)],
  ['nothing but zeros', { ...good, covariance: new Float64Array(featureCount ** 2) }],
  [
    'a feature that follows from another',
    { ...good, covariance: new Float64Array(featureCount ** 2).fill(1) },
  ],
])('refuses a covariance with %s', (_, parameters) => {
  expect(check(parameters)).toThrow(
    expect.objectContaining({
      code: 'model-invalid',
      message: expect.stringContaining('is not positive definite'),
      hint: expect.stringContaining('more pictures'),
    }),
  );
});
