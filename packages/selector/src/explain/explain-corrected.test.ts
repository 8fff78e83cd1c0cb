import { correctPicks, defaultSelection, type PickOverrides, type SelectionSettings } from '@framesieve/core';
import { makeScoreTable } from '@framesieve/testkit';
import { describe, expect, it } from 'vitest';
import { select } from '../select.ts';
import { explainFrame } from './explain-frame.ts';

const plain: SelectionSettings = {
  ...defaultSelection,
  top: { count: 2, percent: null },
  coverage: { by: 'time', picks: 0, per: 'video' },
  minGapSeconds: 0,
  maxHashDistance: null,
};

describe('a selection that was corrected by hand', () => {
  const scores = { 'a/a': [1, 2, 3, 4, 5, 6] };
  function corrected(overrides: PickOverrides, settings: Partial<SelectionSettings> = {}) {
    const parts = { scores, perceptualHash: [0n, 1n, 0xffn, 0xffffn, 0xff_ffffn, 0xffff_ffffn] };
    const input = { table: makeScoreTable(parts), settings: { ...plain, ...settings } };
    const selection = correctPicks(select(input), overrides);
    return (ordinal: number) => explainFrame(input, selection, ordinal);
  }

  it('is told so of frames that were added and taken out', () => {
    const story = corrected({ added: [4], removed: [1] });
    expect(story(4).verdict).toMatchObject({ kind: 'picked', pick: { rank: 2, tier: 'requested' } });
    expect(story(4).sentences).toEqual(['Rank 2. You added it by hand.']);
    expect(story(1).verdict).toEqual({ kind: 'rejected', reason: 'removed', inFavourOf: null });
    expect(story(1).sentences[0]).toBe('You took it out by hand.');
  });

  it('tells a frame what it was passed over for, though that was taken out since', () => {
    const story = corrected({ added: [], removed: [0] }, { maxHashDistance: 4 });
    expect(story(1).verdict).toEqual({
      kind: 'rejected',
      reason: 'duplicate',
      inFavourOf: null,
      takenOut: {
        ordinal: 0,
        timeSeconds: 0,
        place: 1,
        score: 1,
        distanceSeconds: expect.any(Number),
        distanceBits: 1,
      },
    });
    expect(story(1).sentences[0]).toBe(
      'Passed over in favour of frame 0 (0 s, place 1, 1.00), which you have taken out by hand since: it shows the same, as 1 of 64 bits of their hashes differ (limit 4).',
    );
  });

  it('tells a frame which place it would have needed, as if nothing had been taken out', () => {
    const story = corrected({ added: [5], removed: [1] }, { minGapSeconds: 60 });
    expect(corrected({ added: [5], removed: [1] })(2).verdict).toEqual({
      kind: 'not-good-enough',
      top: { place: 3, of: 6, needed: 2, score: 2 },
      tooNear: null,
    });
    // That frame 5 was added by hand kept nothing out.
    expect(story(4).verdict).toMatchObject({ reason: 'gap', inFavourOf: { ordinal: 0 } });
  });
});
