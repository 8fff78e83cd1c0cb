import { expect, it } from 'vitest';
import { judge, shareOfGood } from './judge.ts';
import type { Stretch } from './stretches.ts';

const stretches: readonly Stretch[] = [
  { kind: 'good', good: true, start: 0, end: 10 },
  { kind: 'noise', good: false, start: 10, end: 30 },
  { kind: 'good', good: true, start: 30, end: 40 },
  { kind: 'black', good: false, start: 40, end: 50 },
];

it('counts picks in good stretches, the stretches they reach, and where the others fell', () => {
  expect(judge([0, 5, 9, 10, 29, 49], stretches)).toEqual({
    ...{ picks: [0, 5, 9, 10, 29, 49], good: 0.5, reached: 0.5 },
    bad: { noise: 2, black: 1 },
  });
  expect(judge([9, 30], stretches)).toEqual({ picks: [9, 30], good: 1, reached: 1, bad: {} });
});

it('gives nothing for no picks', () => {
  expect(judge([], stretches)).toEqual({ picks: [], good: 0, reached: 0, bad: {} });
});

it('knows what picking at random comes to', () => {
  expect(shareOfGood(stretches)).toBe(0.4);
});
