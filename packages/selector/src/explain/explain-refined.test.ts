import { defaultSelection } from '@framesieve/core';
import { makeScoreTable } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { select } from '../select.ts';
import { explainFrame } from './explain-frame.ts';

const refinedBy = 'strong/one';
const none = Number.NaN;

/** Six frames, higher is better; the strong metric was run on three of them, and is not defined for one of those. */
const input = {
  table: makeScoreTable({
    scores: { 'fast/one': [6, 5, 4, 3, 2, 1], [refinedBy]: [none, 40, none, 60, none, none] },
    scored: { [refinedBy]: [0, 1, 0, 1, 1, 0] },
    direction: 'higher',
  }),
  settings: {
    ...defaultSelection,
    top: { count: 2, percent: null },
    coverage: { by: 'time' as const, picks: 0, per: 'video' as const },
    minGapSeconds: 0,
    maxHashDistance: null,
    refinedBy,
  },
};
const selection = select(input);
const story = (ordinal: number) => explainFrame(input, selection, ordinal);

it('tells of a refined frame by what it was ranked, and its place by each metric', () => {
  const { verdict, metrics, rank } = story(1);
  expect(verdict).toMatchObject({ kind: 'picked', pick: { rank: 2 } });
  expect(rank).toEqual({ place: 2, of: 6, percentile: 80 });
  expect(metrics).toEqual([
    {
      id: 'fast/one',
      direction: 'higher',
      weight: 1,
      refines: false,
      isScored: true,
      score: 5,
      place: { place: 2, of: 6, percentile: 80 },
    },
    {
      id: refinedBy,
      direction: 'higher',
      weight: 1,
      refines: true,
      isScored: true,
      score: 40,
      place: { place: 2, of: 2, percentile: 0 },
    },
  ]);
});

it('tells of a frame that was not refined what stands before it', () => {
  const { verdict, rank, metrics, sentences } = story(0);
  expect(verdict).toEqual({
    kind: 'not-good-enough',
    top: { place: 3, of: 6, needed: 2, score: 40 },
    tooNear: null,
  });
  expect(rank).toMatchObject({ place: 3, of: 6 });
  expect(metrics[1]).toMatchObject({ isScored: false, score: null, place: null });
  expect(sentences).toContain(
    'It was not among the frames that strong/one refined, which rank before all others.',
  );
});

it('tells of a frame for which the metric that refines is not defined', () => {
  const { rank, metrics, sentences } = story(4);
  expect(rank).toMatchObject({ place: 5 });
  expect(metrics[1]).toMatchObject({ isScored: true, score: null });
  expect(sentences).toContain(
    'strong/one is not defined for it, so it ranks behind all frames that have a score by it.',
  );
});
