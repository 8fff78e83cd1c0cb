import { expect, it } from 'vitest';
import { formatReport, meansOf, type Outcome } from './format-report.ts';

const outcomes: readonly Outcome[] = [
  {
    way: 'ours',
    verdicts: [
      { picks: [1, 2], good: 1, reached: 0.5, bad: {} },
      { picks: [1, 2, 3, 4], good: 0.5, reached: 1, bad: { noise: 1, black: 1 } },
    ],
  },
  { way: 'theirs', verdicts: [{ picks: [9], good: 0, reached: 0, bad: { noise: 1 } }, null] },
  { way: 'nobody', verdicts: [null, null] },
];

it('means over the clips that a way could pick from', () => {
  expect(outcomes.map(meansOf)).toEqual([
    { picks: 3, good: 0.75, reached: 0.75 },
    { picks: 1, good: 0, reached: 0 },
    null,
  ]);
});

it('prints shares in percent, means, and where bad picks lie', () => {
  const clips = [
    { name: 'city', chance: 0.45 },
    { name: 'street', chance: 0.55 },
  ];
  const lines = formatReport(clips, outcomes).split('\n');
  expect(lines.map(line => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
    'city | street | mean | picks | picks in bad stretches',
    'good frames | 45 | 55 | 50',
    'ours | 100/50 | 50/100 | 75/75 | 3.0 | noise 1, black 1',
    'theirs | 0/0 | - | 0/0 | 1.0 | noise 1',
    'nobody | skipped: what it takes is not on this machine',
  ]);
});
