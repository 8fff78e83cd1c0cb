import { expect, it } from 'vitest';
import { gaussianWindow } from './gaussian-window.ts';

it('is symmetric, falls towards its ends and adds up to 1', () => {
  expect(gaussianWindow).toHaveLength(7);
  expect(gaussianWindow).toEqual(gaussianWindow.toReversed());
  for (const i of [1, 2, 3]) expect(gaussianWindow[i]!).toBeGreaterThan(gaussianWindow[i - 1]!);
  expect(gaussianWindow.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 15);
});

// A quarter of fspecial('gaussian', 7, 7/6), computed from its definition in two dimensions; the rest mirrors it.
const quarter = [
  [
    0.000_157_758_635_808_269_9, 0.000_990_095_038_924_366_2, 0.002_980_486_298_974_274,
    0.004_303_520_521_060_793,
  ],
  [
    0.000_990_095_038_924_366_2, 0.006_213_848_015_864_078, 0.018_705_566_786_105_41,
    0.027_008_944_999_942_323,
  ],
  [0.002_980_486_298_974_274, 0.018_705_566_786_105_41, 0.056_309_428_215_198_18, 0.081_305_114_516_614_87],
  [0.004_303_520_521_060_793, 0.027_008_944_999_942_323, 0.081_305_114_516_614_87, 0.117_396_355_390_013_5],
];

it('multiplies to the 7 × 7 window of MATLAB', () => {
  const mirrored = (i: number) => Math.min(i, 6 - i);
  for (const [i, down] of gaussianWindow.entries()) {
    for (const [j, across] of gaussianWindow.entries())
      expect(Math.abs(down * across - quarter[mirrored(i)]![mirrored(j)]!)).toBeLessThan(1e-16);
  }
});
