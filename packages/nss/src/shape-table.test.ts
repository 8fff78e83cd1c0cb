import { expect, it } from 'vitest';
import { aggdRatios, ggdRatios, meanFactors, scaleFactors, shapes } from './shape-table.ts';

it('has the shapes 0.2, 0.201 … 10', () => {
  expect(shapes).toHaveLength(9801);
  for (const [i, shape] of shapes.entries()) expect(shape).toBeCloseTo((200 + i) / 1000, 13);
});

it('has ratios that rise or fall throughout, so that a search by halves finds the closest', () => {
  for (let i = 1; i < shapes.length; i++) {
    expect(aggdRatios[i]!).toBeGreaterThan(aggdRatios[i - 1]!);
    expect(ggdRatios[i]!).toBeLessThan(ggdRatios[i - 1]!);
  }
});

// Moments of these distributions in closed form.
it.each([
  ['Laplace', 1, 1 / 2, Math.SQRT1_2, 1],
  ['Gauss', 2, 2 / Math.PI, Math.SQRT2, 1 / Math.sqrt(Math.PI)],
])('has what is known of the distribution of %s, shape %d', (_, shape, ratio, scale, mean) => {
  const i = Math.round((shape - 0.2) * 1000);
  expect(aggdRatios[i]).toBeCloseTo(ratio, 13);
  expect(ggdRatios[i]).toBeCloseTo(1 / ratio, 13);
  expect(scaleFactors[i]).toBeCloseTo(scale, 13);
  expect(meanFactors[i]).toBeCloseTo(mean, 13);
});
