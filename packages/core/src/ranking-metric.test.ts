import { expect, it } from 'vitest';
import { rankingMetric } from './ranking-metric.ts';

it('is the one that refines where it has a score, else the first of those that have a weight and a score', () => {
  const settings = { refinedBy: 'c/c', weights: { 'a/a': 0 } };
  expect(rankingMetric({ 'a/a': 1, 'b/b': 2, 'c/c': 3 }, settings)).toBe('c/c');
  expect(rankingMetric({ 'a/a': 1, 'b/b': 2, 'c/c': null }, settings)).toBe('b/b');
  expect(rankingMetric({ 'a/a': 1, 'b/b': 2 }, settings)).toBe('b/b');
  expect(rankingMetric({ 'a/a': 1, 'b/b': null }, { weights: {} })).toBe('a/a');
  expect(rankingMetric({ 'a/a': null }, { weights: {}, refinedBy: null })).toBeNull();
});
