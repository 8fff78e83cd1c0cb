import { expect, it } from 'vitest';
import { appendColumns, noColumns } from '../curve/run-columns.ts';
import { percentileOf } from './other-scores.ts';

const column = appendColumns(noColumns, {
  ordinals: Uint32Array.of(0, 1, 2, 3, 4, 5),
  timeSeconds: Float64Array.of(0, 1, 2, 3, 4, 5),
  scores: Float64Array.of(3, Number.NaN, 1, 2, 5, 2),
});

it('counts what is no better among the others, in either direction', () => {
  expect([1, 2, 3, 5].map(score => percentileOf(score, 'lower', column))).toEqual([100, 75, 25, 0]);
  expect([1, 2, 3, 5].map(score => percentileOf(score, 'higher', column))).toEqual([0, 50, 75, 100]);
});

it('has no place for the only one', () => {
  const only = appendColumns(noColumns, {
    ordinals: Uint32Array.of(7),
    timeSeconds: Float64Array.of(0),
    scores: Float64Array.of(4),
  });
  expect(percentileOf(4, 'lower', only)).toBeNull();
});
