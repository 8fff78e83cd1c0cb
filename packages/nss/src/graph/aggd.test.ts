import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Numbers, openGraph } from '../../test/open-graph.ts';
import { type PlainMap, plainMap, stacked } from '../../test/plain-map.ts';
import { plainMoments, signedMaps } from '../../test/plain-moments.ts';
import { gammaFunction } from '../gamma-function.ts';
import { aggdRatios, ggdRatios, shapes } from '../shape-table.ts';
import { fitAggd, fitGgd } from './aggd.ts';
import { moments } from './moments.ts';

const openAggd = () =>
  openGraph({
    type: 'float32',
    rank: 3,
    build(graph, map) {
      const fit = fitAggd(graph, moments(graph, map));
      return {
        shape: [fit.shape, 1],
        mean: [fit.mean, 1],
        leftDeviation: [fit.leftDeviation, 1],
        rightDeviation: [fit.rightDeviation, 1],
        leftScale: [fit.leftScale, 1],
        rightScale: [fit.rightScale, 1],
      };
    },
  });

const openGgd = () =>
  openGraph({
    type: 'float32',
    rank: 3,
    build(graph, map) {
      const { shape, variance } = fitGgd(graph, moments(graph, map));
      return { shape: [shape, 1], variance: [variance, 1] };
    },
  });

/** Expects that no entry of the table is closer to the ratio than that of the shape, but for a relative error in the ratio. */
function expectClosest(shape: number, table: readonly number[], ratio: number, error: number): void {
  const distance = (value: number) => Math.abs(value - ratio);
  const least = table.reduce((closest, value) => Math.min(closest, distance(value)), Infinity);
  const found = distance(table[shapes.indexOf(shape)]!);
  expect(found - least).toBeLessThanOrEqual(2 * error * ratio);
}

it('fits asymmetric distributions as plain code does', async () => {
  const run = await openAggd();
  await fc.assert(
    fc.asyncProperty(signedMaps(), async maps => {
      const fits = await run(stacked(maps));
      for (const [i, map] of maps.entries()) {
        const sums = plainMoments(map);
        if (sums.positiveCount === 0 || sums.negativeCount === 0) continue;
        const fit = (name: keyof typeof fits) => fits[name].data[i]!;
        const [left, right] = [fit('leftDeviation'), fit('rightDeviation')];
        // The squares of one sign are a difference of float32 sums.
        const rounding = 2e-6 * sums.squares;
        expect(Math.abs(left ** 2 * sums.negativeCount - sums.negativeSquares)).toBeLessThanOrEqual(rounding);
        expect(Math.abs(right ** 2 * sums.positiveCount - sums.positiveSquares)).toBeLessThanOrEqual(
          rounding,
        );
        // From here on the numbers follow from each other: Mittal et al., BRISQUE, equations 8 to 14.
        const g = left / right;
        const r = (sums.absolute / sums.pixels) ** 2 / (sums.squares / sums.pixels);
        expectClosest(fit('shape'), aggdRatios, (r * (g ** 3 + 1) * (g + 1)) / (g ** 2 + 1) ** 2, 5e-6);
        const [one, two, three] = [1, 2, 3].map(n => gammaFunction(n / fit('shape')));
        expect(fit('leftScale')).toBeCloseTo(left * Math.sqrt(one! / three!), 12);
        expect(fit('rightScale')).toBeCloseTo(right * Math.sqrt(one! / three!), 12);
        const mean = (fit('rightScale') - fit('leftScale')) * (two! / one!);
        expect(fit('mean')).toBeCloseTo(mean, 12);
      }
    }),
  );
});

it.each([
  ['only negative values', -1],
  ['only positive values', 1],
  ['only zeros', 0],
])('has no mean, and nothing for a side without values, for %s', async (_, sign) => {
  const run = await openAggd();
  const mixed = plainMap(4, 5, (row, column) => row - column + 0.5);
  const { shape, mean, leftScale, leftDeviation, rightScale, rightDeviation } = await run(
    stacked([plainMap(4, 5, (row, column) => sign * (1 + row + column)), mixed]),
  );
  const isDefined = ({ data }: Numbers) => !Number.isNaN(data[0]!);
  expect(isDefined(mean)).toBe(false);
  expect([leftScale, leftDeviation].map(isDefined)).toEqual([sign < 0, sign < 0]);
  expect([rightScale, rightDeviation].map(isDefined)).toEqual([sign > 0, sign > 0]);
  expect(shape.data[0]).toBe(shapes[0]);
  // The map beside it is no worse for it.
  for (const { data } of [mean, leftScale, rightScale]) expect(data[1]).not.toBeNaN();
});

it('fits symmetric distributions as plain code does', async () => {
  const run = await openGgd();
  await fc.assert(
    fc.asyncProperty(signedMaps(), async maps => {
      const { shape, variance } = await run(stacked(maps));
      for (const [i, map] of maps.entries()) {
        const { squares, absolute, pixels } = plainMoments(map);
        expect(Math.abs(variance.data[i]! - squares / pixels)).toBeLessThanOrEqual((1e-6 * squares) / pixels);
        if (squares === 0) expect(shape.data[i]).toBe(shapes[0]);
        else expectClosest(shape.data[i]!, ggdRatios, squares / pixels / (absolute / pixels) ** 2, 3e-6);
      }
    }),
  );
});

/** The quantiles of a distribution in a map of 100 × 100: as good a sample of it as there is. */
function quantiles(of: (probability: number) => number): PlainMap {
  return plainMap(100, 100, (row, column) => of((row * 100 + column + 0.5) / 10_000));
}

/** Laplace's distribution, with another scale on either side. */
function laplace(left: number, right: number): PlainMap {
  return quantiles(p => {
    const share = left / (left + right);
    return p < share ? left * Math.log(p / share) : -right * Math.log((1 - p) / (1 - share));
  });
}

it('finds the distribution that a map was drawn from', async () => {
  const [aggd, ggd] = [await openAggd(), await openGgd()];
  const maps = [laplace(1, 1), laplace(0.5, 2)];
  const { shape, mean, leftScale, rightScale } = await aggd(stacked(maps));
  expect(shape.data[0]).toBeCloseTo(1, 1);
  expect(mean.data[0]).toBeCloseTo(0, 3);
  expect(shape.data[1]).toBeCloseTo(1, 1);
  expect(leftScale.data[1]).toBeCloseTo(0.5, 1);
  expect(rightScale.data[1]).toBeCloseTo(2, 1);
  expect(mean.data[1]).toBeCloseTo(1.5, 1);
  const symmetric = await ggd(stacked([laplace(1, 1), quantiles(p => p - 0.5)]));
  expect(symmetric.shape.data[0]).toBeCloseTo(1, 1);
  // The uniform distribution is the limit of large shapes.
  expect(symmetric.shape.data[1]).toBe(10);
  expect(symmetric.variance.data[1]).toBeCloseTo(1 / 12, 6);
});
