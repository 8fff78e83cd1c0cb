import { defaultSelection } from '@framesieve/core';
import { makeScoreTable } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { byTime, nothing, pick } from '../test/pick.ts';
import { select } from './select.ts';

it.each([
  [{ coverage: byTime(-1) }, '`coverage`'],
  [{ coverage: byTime(1.5) }, '`coverage`'],
  [{ coverage: { by: 'scene' as 'shot', picks: 1, per: 'video' } as const }, '`coverage.by`'],
  [{ maxPerShot: 0 }, '`maxPerShot`'],
  [{ minGapSeconds: Number.NaN }, '`minGapSeconds`'],
  [{ maxHashDistance: 65 }, '`maxHashDistance`'],
  [{ top: { count: 1.5, percent: null } }, '`top`'],
  [{ top: { count: null, percent: 101 } }, '`top`'],
  [{ reject: { ...defaultSelection.reject, noisy: -1 } }, '`noisy`'],
  [{ weights: { 'a/a': -1 } }, '`weights.a/a`'],
  [{ weights: { 'c/c': 1 } }, 'no scores by `c/c`'],
  [{ weights: { 'a/a': 0 } }, 'weight 0'],
])('refuses %j', (settings, name) => {
  expect(() => pick({ scores: { 'a/a': [1] } }, settings)).toThrow(name);
});

it('names the metrics that there are where a weight is for another', () => {
  const settings = { ...nothing, weights: { niqe: 1 } };
  const table = makeScoreTable({ scores: { 'a/a': [1], 'b/b': [1] } });
  expect(() => select({ table, settings })).toThrow(
    expect.objectContaining({ code: 'usage', hint: 'Metrics with scores: a/a, b/b.' }),
  );
});

it('picks tens of thousands of frames', () => {
  const count = 60_000;
  const table = makeScoreTable({ scores: { 'a/a': Array.from({ length: count }, (_, i) => i % 977) } });
  const settings = { ...nothing, top: { count: null, percent: 100 } };
  expect(select({ table, settings }).picked).toHaveLength(count);
  expect(select({ table, settings: { ...settings, minGapSeconds: 0.1 } }).picked).toHaveLength(count);
  expect(select({ table, settings: { ...settings, maxHashDistance: 4 } }).picked).toHaveLength(count);
}, 60_000);
