import type { DemoTruth } from '@framesieve/testkit/clips';
import { expect, it } from 'vitest';
import { type DemoPick, describePicks, describeShare } from './demo-report.ts';

const truth = {
  frames: 40,
  stretches: [
    { kind: 'sharp', start: 0, end: 10, good: true, scene: 0 },
    { kind: 'black', start: 10, end: 40, good: false, scene: 0 },
  ],
} as unknown as DemoTruth;

const pick = (rank: number, frame: number, score: number | null): DemoPick => ({
  rank,
  frame,
  timeSeconds: frame / 30,
  scores: { 'a/b': score },
  tier: 'top',
  file: null,
});

it('shows the picks as a table', () => {
  expect(describePicks([pick(1, 9, 3.456), pick(2, 10, null)], 'a/b', truth).split('\n')).toEqual([
    '  rank  frame     time   a/b  tier  lies in a stretch that is',
    '     1      9  0.300 s  3.46  top   sharp',
    '     2     10  0.333 s     -  top   black',
  ]);
  expect(describePicks([pick(1, 9, 3.456)], 'a/b')).not.toContain('stretch');
});

it('measures the share of picks in sharp stretches', () => {
  const picks = [pick(1, 9, 1), { ...pick(2, 10, 1), tier: 'coverage' }, pick(3, 0, 1)];
  expect(describeShare(picks, truth)).toBe(
    '2 of 3 picks (67 %) lie in sharp stretches (top 2 of 2, coverage 0 of 1), which make up 25 % of the clip.',
  );
});
