import { makeScoreTable } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { candidateCount } from './candidate-count.ts';

it('is a number, or a share of the frames with a score, rounded up', () => {
  const scores = Array.from({ length: 30 }, (_, i) => (i < 9 ? Number.NaN : i));
  const table = makeScoreTable({ scores: { 'a/a': scores } });
  expect(candidateCount(12, table)).toBe(12);
  expect(candidateCount('10%', table)).toBe(3);
  expect(candidateCount('33.3%', table)).toBe(7);
  expect(candidateCount('100%', table)).toBe(21);
  expect(candidateCount('0%', table)).toBe(0);
});

it('counts frames that any of the metrics has a score for', () => {
  const table = makeScoreTable({ scores: { 'a/a': [1, Number.NaN], 'b/b': [Number.NaN, 1] } });
  expect(candidateCount('50%', table)).toBe(1);
  expect(candidateCount('100%', table)).toBe(2);
});
