import { defaultSelection, type SelectionSettings } from '@framesieve/core';
import { makeScoreTable, type ScoreTableParts } from '@framesieve/testkit';
import { describe, expect, it } from 'vitest';
import { select } from '../select.ts';
import { describeFact } from './describe-fact.ts';
import { explainFrame } from './explain-frame.ts';

const plain: SelectionSettings = {
  ...defaultSelection,
  top: { count: 2, percent: null },
  coverage: { by: 'time', picks: 0, per: 'video' },
  minGapSeconds: 0,
  maxHashDistance: null,
};

function explainerOf(parts: ScoreTableParts, settings: Partial<SelectionSettings> = {}) {
  const input = { table: makeScoreTable(parts), settings: { ...plain, ...settings } };
  const selection = select(input);
  return { selection, story: (ordinal: number) => explainFrame(input, selection, ordinal) };
}

/** The same picture in all frames, so that nothing is a cut. */
const still = (count: number, step = 0n) => Array.from({ length: count }, (_, i) => BigInt(i) * step);

describe('a frame that is picked', () => {
  it('has its pick as the verdict, and its places', () => {
    const { selection, story } = explainerOf({ scores: { 'a/a': [4, 1, 2, 3] } });
    const { verdict, rank, metrics, sentences } = story(2);
    expect(verdict).toEqual({ kind: 'picked', pick: selection.picked[1] });
    expect(rank).toEqual({ place: 2, of: 4, percentile: (100 * 2) / 3 });
    expect(metrics).toEqual([
      { id: 'a/a', direction: 'lower', weight: 1, refines: false, isScored: true, score: 2, place: rank },
    ]);
    expect(sentences).toEqual([`Rank 2. ${selection.picked[1]!.reason}`]);
  });
});

describe('a frame that is not good enough', () => {
  const scores = { 'a/a': [4, 1, 2, 3, 5, 6] };

  it('is told which place it would have needed', () => {
    const { verdict, sentences } = explainerOf({ scores }).story(3);
    expect(verdict).toEqual({
      kind: 'not-good-enough',
      top: { place: 3, of: 6, needed: 2, score: 2 },
      tooNear: null,
    });
    expect(sentences[0]).toBe(
      'Not good enough: it has place 3 among the 6 frames that are not rejected for what they are; to be one of the best it needed place 2 (a/a 2.00) or better.',
    );
    const share = explainerOf({ scores }, { top: { count: null, percent: 50 } }).story(4);
    expect(share.verdict).toMatchObject({ kind: 'not-good-enough', top: { place: 5, needed: 3 } });
  });

  it('is told who represents its stretch', () => {
    const settings = {
      top: { count: null, percent: null },
      coverage: { by: 'time', picks: 2, per: 'video' },
    } as const;
    const { verdict, stretch, sentences } = explainerOf({ scores, stepSeconds: 1 }, settings).story(5);
    expect(verdict).toEqual({ kind: 'not-good-enough', top: null, tooNear: null });
    expect(stretch).toEqual({
      name: 'stretch 2 of 2 (2.5–5.0 s)',
      picks: [{ ordinal: 3, timeSeconds: 3, place: 3, score: 3, rank: 2, tier: 'coverage' }],
      best: { ordinal: 3, timeSeconds: 3, place: 3, score: 3 },
    });
    expect(sentences).toEqual([
      'Not picked: no best frames were asked for.',
      'Stretch 2 of 2 (2.5–5.0 s) has frame 3 (3 s, place 3, 3.00), which has rank 2 (coverage).',
    ]);
  });

  it('is told that a worse one represents its stretch for the sake of a passage', () => {
    // Good at 0–29, 40–52 and 60–99; the best frames of two of the three stretches are in the last of these.
    const isBlurred = (row: number) => (row >= 30 && row < 40) || (row >= 53 && row < 60);
    const rows = Array.from({ length: 100 }, (_, row) => row);
    const { selection, story } = explainerOf(
      {
        scores: { 'a/a': rows.map(row => (row >= 60 ? 3.9 : row >= 40 ? 4 : 4.1) + row / 1e4) },
        sharpness: rows.map(row => (isBlurred(row) ? 0.1 : 0.5)),
        perceptualHash: still(100),
      },
      { top: { count: 0, percent: null }, coverage: { by: 'time', picks: 3, per: 'video' } },
    );
    expect(selection.picked.find(({ ordinal }) => ordinal === 40)?.reason).toContain(
      'Picked the best of a passage that had no pick, in stretch 2 of 3 (3.3–6.6 s): ',
    );
    expect(selection.picked[0]?.reason).toContain('Picked the best of stretch 3 of 3 (6.6–9.9 s): ');
    expect(story(64).sentences.at(-1)).toMatch(
      /^Stretch 2 of 3 .* has frame 40 .*; it is worse, but of a passage that had no pick\.$/,
    );
    expect(story(50).sentences.at(-1)).toMatch(
      /^Stretch 2 of 3 .* has frame 40 .*, which has rank 2 \(coverage\)\.$/,
    );
  });

  it('is told beside which pick it could not have been picked in any case', () => {
    const parts = { scores: { 'a/a': [4, 1, 2, 3] }, stepSeconds: 0.5 };
    const { story } = explainerOf(parts, { top: { count: 1, percent: null }, minGapSeconds: 1 });
    expect(story(0).verdict).toMatchObject({ tooNear: { ordinal: 1, distanceSeconds: 0.5 } });
    expect(story(0).sentences[1]).toBe(
      'Nor could it have been picked beside frame 1 (0.5 s, place 1, 1.00), which has rank 1 (top): that is 0.5 s away.',
    );
    expect(story(3).verdict).toMatchObject({ kind: 'not-good-enough', tooNear: null });
  });

  it('is told when its score is a fluke', () => {
    const parts = { scores: { 'a/a': [5, 5, 1, 5, 4] }, perceptualHash: still(5) };
    const { story } = explainerOf(parts, { top: { count: 1, percent: null } });
    expect(story(2).isFluke).toBe(true);
    expect(story(2).rank?.place).toBe(1);
    expect(story(2).verdict.kind).toBe('not-good-enough');
    expect(story(2).sentences.join(' ')).toContain('it counts as the better of them');
    expect(story(4).isFluke).toBe(false);
  });
});

describe('a frame that was passed over', () => {
  it('is told how near in time the better one is', () => {
    const { story } = explainerOf({ scores: { 'a/a': [1, 2, 3] }, stepSeconds: 0.4 }, { minGapSeconds: 1 });
    const { verdict, sentences } = story(1);
    expect(verdict).toMatchObject({
      kind: 'rejected',
      reason: 'gap',
      inFavourOf: { ordinal: 0, rank: 1, tier: 'top', distanceSeconds: 0.4 },
    });
    expect(sentences[0]).toBe(
      'Passed over in favour of frame 0 (0 s, place 1, 1.00), which has rank 1 (top): it is 0.4 s away, and picks keep 1 s apart.',
    );
  });

  it('is told in how many bits the better one differs', () => {
    const { verdict, sentences } = explainerOf(
      { scores: { 'a/a': [2, 1, 3] }, perceptualHash: [0b11n, 0b00n, 0xffff_ffffn] },
      { maxHashDistance: 4 },
    ).story(0);
    expect(verdict).toMatchObject({ reason: 'duplicate', inFavourOf: { ordinal: 1, distanceBits: 2 } });
    expect(sentences[0]).toContain('it shows the same, as 2 of 64 bits of their hashes differ (limit 4)');
  });

  it('is told that its shot has enough', () => {
    const parts = { scores: { 'a/a': [1, 2, 3] }, perceptualHash: still(3) };
    const { verdict, shot, sentences } = explainerOf(parts, { maxPerShot: 1 }).story(1);
    expect(verdict).toMatchObject({ reason: 'quota', inFavourOf: { ordinal: 0 } });
    expect(shot).toMatchObject({ number: 1, of: 1, picks: [{ ordinal: 0 }] });
    expect(sentences[0]).toContain('of one shot at most 1 may be picked');
  });
});

describe('a frame that was rejected for what it is', () => {
  it('is told by which fact', () => {
    const { story } = explainerOf({ scores: { 'a/a': [1, 2] }, meanLuma: [0.01, 0.5] });
    const { verdict, sentences, facts } = story(0);
    expect(verdict).toEqual({ kind: 'rejected', reason: 'black', inFavourOf: null });
    expect(sentences[0]).toBe('Rejected, as it is black: mean luma 0.01: black below 0.05.');
    expect(facts.find(({ name }) => name === 'meanLuma')!.rules[0]).toEqual({
      reason: 'black',
      surroundings: null,
      limit: expect.closeTo(0.05),
      side: 'below',
      isBeyond: true,
      isMain: true,
      applies: true,
    });
  });

  it('is told how it compares with what surrounds it', () => {
    const count = 200;
    const isBlurred = (i: number) => i >= 90 && i < 110;
    const { story, selection } = explainerOf(
      {
        scores: { 'a/a': Array.from({ length: count }, (_, i) => (i % 7) + 1) },
        sharpness: Array.from({ length: count }, (_, i) => (isBlurred(i) ? 0.25 : 0.5)),
        perceptualHash: still(count),
      },
      { reject: { ...plain.reject, blurred: 0.6 } },
    );
    expect(selection.rejected.filter(({ reason }) => reason === 'blurred')).toHaveLength(20);
    const { verdict, sentences, facts } = story(100);
    expect(verdict).toEqual({ kind: 'rejected', reason: 'blurred', inFavourOf: null });
    expect(sentences[0]).toMatch(
      /^Rejected, as it is blurred: sharpness 0\.25: 0\.\d+ of what surrounds it \(blurred below 0\.\d+\)\.$/,
    );
    const [rule] = facts.find(({ name }) => name === 'sharpness')!.rules;
    expect(rule!.surroundings).toBeCloseTo(0.5, 1);
    expect(rule).toMatchObject({ side: 'below', isBeyond: true, applies: true });
  });

  it('is told that its decoder found it damaged, or by what it is unlike the frames beside it', () => {
    const rows = Array.from({ length: 20 }, (_, row) => row);
    const { story } = explainerOf({
      scores: { 'a/a': rows.map(() => 1) },
      corrupt: rows.map(row => Number(row === 3)),
      change: rows.map(row => (row === 10 || row === 11 ? 0.1 : 0.01)),
      meanLuma: rows.map(row => (row === 10 ? 0.58 : 0.5)),
      perceptualHash: still(20),
    });
    expect(story(3)).toMatchObject({ isCorrupt: true, verdict: { reason: 'damaged' } });
    expect(story(3).sentences[0]).toBe('Rejected, as it is damaged: its decoder says so.');
    expect(story(10)).toMatchObject({ isCorrupt: false, verdict: { reason: 'damaged' } });
    expect(story(10).sentences[0]).toBe(
      'Rejected, as it is damaged: change from the frame before 0.1: 10 times what surrounds it (damaged above 0.012), and after it the picture is as before.',
    );
    expect(story(12).verdict.kind).not.toBe('rejected');
  });

  it('may be picked all the same, where nothing else is there', () => {
    const { story } = explainerOf({ scores: { 'a/a': [2, 1] }, meanLuma: [0, 0] });
    expect(story(1).verdict).toMatchObject({ kind: 'picked', pick: { tier: 'backfill' } });
    expect(story(0).verdict).toMatchObject({ kind: 'rejected', reason: 'black' });
  });
});

it('says what is not measured, and that a frame has no score', () => {
  const { story } = explainerOf({
    scores: { 'a/a': [Number.NaN, 1], 'b/b': [Number.NaN, 2] },
    sharpness: [Number.NaN, 0.5],
  });
  const { rank, metrics, facts, verdict } = story(0);
  expect(rank).toBeNull();
  expect(metrics.map(({ score, place }) => [score, place])).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(verdict).toMatchObject({ reason: 'unscorable' });
  expect(facts.map(describeFact)).toContain('sharpness: not measured');
});

it('gives metrics that are only recorded no weight', () => {
  const { story } = explainerOf(
    { scores: { 'a/a': [1, 2, 3], 'b/b': [3, 2, 1] } },
    { weights: { 'a/a': 0 }, top: { count: 1, percent: null } },
  );
  expect(story(2)).toMatchObject({ rank: { place: 1 }, verdict: { kind: 'picked' } });
  expect(story(2).metrics.map(({ weight, place }) => [weight, place!.place])).toEqual([
    [0, 3],
    [1, 1],
  ]);
});

it('refuses a frame that is not in the table', () => {
  expect(() => explainerOf({ scores: { 'a/a': [1] } }).story(5)).toThrow('Frame 5 is not among the frames');
});
