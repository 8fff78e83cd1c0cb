import { describeSelector } from '@framesieve/testkit';
import { describe, expect, it } from 'vitest';
import { byTime, nothing, ordinals, pick } from '../test/pick.ts';
import { createSelectStage } from './select.ts';

describeSelector({ name: '@framesieve/selector', create: createSelectStage });

describe('top tier', () => {
  const scores = { 'a/a': Array.from({ length: 40 }, (_, i) => i) };

  it('takes the best percentage of the scored frames, rounded up', () => {
    expect(ordinals(pick({ scores }, { top: { count: null, percent: 5 } }).picked)).toEqual([0, 1]);
    expect(ordinals(pick({ scores }, { top: { count: null, percent: 6 } }).picked)).toEqual([0, 1, 2]);
  });

  it('takes at most the count', () => {
    expect(ordinals(pick({ scores }, { top: { count: 3, percent: 50 } }).picked)).toEqual([0, 1, 2]);
  });

  it('takes high scores where high is better', () => {
    const { picked } = pick({ scores, direction: 'higher' }, { top: { count: 2, percent: null } });
    expect(ordinals(picked)).toEqual([39, 38]);
    expect(picked[0]?.reason).toBe(
      'Picked as one of the best 2 that keep their distance: a/a 39.00 (higher is better), place 1 of 40.',
    );
  });

  it('claims no more of a pick than is true where better frames are rejected', () => {
    const { picked } = pick(
      { scores: { 'a/a': [0, 1, 2, 3] }, meanLuma: [0, 0, 0, 0.5] },
      { top: { count: null, percent: 25 } },
    );
    expect(picked.map(({ ordinal, reason }) => [ordinal, reason])).toEqual([
      [
        3,
        'Picked among the best 1 that are not rejected (25 % of 4): a/a 3.00 (lower is better), place 4 of 4.',
      ],
    ]);
  });

  it('goes on past frames that are too near to a better one', () => {
    const { picked, rejected } = pick({ scores }, { top: { count: 3, percent: null }, minGapSeconds: 0.3 });
    expect(ordinals(picked)).toEqual([0, 3, 6]);
    expect(rejected).toEqual([
      { ordinal: 1, reason: 'gap', inFavourOf: 0 },
      { ordinal: 2, reason: 'gap', inFavourOf: 0 },
      { ordinal: 4, reason: 'gap', inFavourOf: 3 },
      { ordinal: 5, reason: 'gap', inFavourOf: 3 },
    ]);
  });

  it('keeps the better one of two frames that look the same', () => {
    const { picked, rejected } = pick(
      { scores: { 'a/a': [2, 1, 3] }, perceptualHash: [0b111n, 0b001n, 0xffff_ffffn] },
      { top: { count: null, percent: 100 }, maxHashDistance: 2 },
    );
    expect(ordinals(picked)).toEqual([1, 2]);
    expect(rejected).toEqual([{ ordinal: 0, reason: 'duplicate', inFavourOf: 1 }]);
  });
});

describe('rejection', () => {
  it('rejects what can’t be scored and what is black, white or flat', () => {
    const { picked, rejected } = pick(
      {
        scores: { 'a/a': [Number.NaN, 1, 2, 3, 4] },
        meanLuma: [0.5, 0.01, 0.99, 0.5, 0.5],
        contrast: [0.2, 0.2, 0.2, 0.001, 0.2],
      },
      { top: { count: null, percent: 100 } },
    );
    expect(ordinals(picked)).toEqual([4]);
    expect(rejected.map(rejection => rejection.reason)).toEqual(['unscorable', 'black', 'white', 'flat']);
  });

  it('keeps them when the rule is switched off', () => {
    const { picked } = pick(
      { scores: { 'a/a': [1, 2] }, meanLuma: [0, 0.5] },
      { top: { count: null, percent: 100 }, reject: { ...nothing.reject, blackBelow: null } },
    );
    expect(ordinals(picked)).toEqual([0, 1]);
  });
});

describe('coverage', () => {
  it('gives each stretch of the timeline its best frame', () => {
    const scores = { 'a/a': [5, 4, 9, 9, 8, 7, 1, 2, 9, 9, 9, 3] };
    const { picked } = pick({ scores, stepSeconds: 1 }, { coverage: byTime(4) });
    expect(ordinals(picked)).toEqual([6, 11, 1, 5]);
    expect(picked.map(({ tier }) => tier)).toEqual(['coverage', 'coverage', 'coverage', 'coverage']);
    expect(picked[0]?.reason).toContain('the best of stretch 3 of 4 (5.5–8.3 s)');
  });

  it('counts a stretch with a frame of the top tier as covered', () => {
    const { picked } = pick(
      { scores: { 'a/a': [1, 2, 3, 4] }, stepSeconds: 1 },
      { coverage: byTime(2), top: { count: 1, percent: null } },
    );
    expect(picked.map(({ ordinal, tier }) => [ordinal, tier])).toEqual([
      [0, 'top'],
      [2, 'coverage'],
    ]);
  });

  it('leaves a stretch empty rather than break the gap', () => {
    const { picked } = pick(
      { scores: { 'a/a': [2, 1] }, stepSeconds: 0.5 },
      { coverage: byTime(2), minGapSeconds: 1 },
    );
    expect(ordinals(picked)).toEqual([1]);
  });
});

describe('backfill', () => {
  it('gives up visual deduplication, then half the gap, then the gap, until the count is reached', () => {
    const parts = {
      scores: { 'a/a': [1, 2, 3, 4, 5] },
      stepSeconds: 0.5,
      perceptualHash: [0n, 0n, 0n, 0n, 0n],
    };
    const settings = { minGapSeconds: 1, maxHashDistance: 4 };
    const relaxed = (count: number) => pick(parts, { ...settings, top: { count, percent: null } }).relaxed;
    expect(relaxed(1)).toEqual([]);
    expect(relaxed(3)).toEqual(['visual deduplication off']);
    expect(relaxed(4)).toEqual(['visual deduplication off', 'minimum gap halved to 0.5 s']);
    const { picked, rejected } = pick(parts, { ...settings, top: { count: 9, percent: null } });
    expect(ordinals(picked)).toEqual([0, 1, 2, 3, 4]);
    expect(rejected).toEqual([]);
    expect(picked[1]?.tier).toBe('backfill');
    expect(picked[1]?.reason).toContain('to fill up the 5 asked for (minimum gap halved to 0.5 s)');
  });

  it('picks the best of nothing but black frames, and says so', () => {
    const { picked, relaxed } = pick(
      { scores: { 'a/a': [2, 1, 3] }, meanLuma: [0, 0, 0] },
      { top: { count: 2, percent: null } },
    );
    expect(ordinals(picked)).toEqual([1]);
    expect(relaxed.at(-1)).toBe('black, white and flat frames allowed');
  });
});

describe('several metrics', () => {
  it('ranks by the mean of percentile ranks, so that no scale and no outlier decides', () => {
    const scores = { 'a/a': [1, 2, 3, 1e9], 'b/b': [0.3, 0.1, 0.2, 0.4] };
    const { picked } = pick({ scores }, { top: { count: null, percent: 100 } });
    expect(ordinals(picked)).toEqual([1, 0, 2, 3]);
  });

  it('ranks a frame that one metric can’t score by the other', () => {
    const scores = { 'a/a': [Number.NaN, 2, 3], 'b/b': [1, 2, 3] };
    const { picked, rejected } = pick({ scores }, { top: { count: null, percent: 100 } });
    expect(ordinals(picked)).toEqual([0, 1, 2]);
    expect(rejected).toEqual([]);
  });
});

describe('quota', () => {
  // Two shots of 20 frames each, the first of which is better throughout.
  const shots = {
    scores: { 'a/a': Array.from({ length: 40 }, (_, i) => i) },
    change: Array.from({ length: 40 }, (_, i) => (i === 20 ? 0.4 : 0.01)),
    perceptualHash: Array.from({ length: 40 }, (_, i) =>
      i < 20 ? 0x0f0f_3355_a5c3_9669n : 0xf0c3_9a65_3c69_0f5an,
    ),
  };

  it('passes over what its shot has enough of, in favour of the best of it', () => {
    const { picked, rejected } = pick(shots, { top: { count: 3, percent: null }, maxPerShot: 1 });
    expect(ordinals(picked)).toEqual([0, 20]);
    expect(rejected.filter(({ reason }) => reason === 'quota')).toHaveLength(38);
    expect(rejected[0]).toEqual({ ordinal: 1, reason: 'quota', inFavourOf: 0 });
    expect(rejected.at(-1)).toEqual({ ordinal: 39, reason: 'quota', inFavourOf: 20 });
  });

  it('counts picks of all tiers', () => {
    const { picked } = pick(shots, { top: { count: 1, percent: null }, coverage: byTime(4), maxPerShot: 2 });
    expect(picked.map(({ ordinal, tier }) => [ordinal < 20, tier])).toEqual([
      [true, 'top'],
      [true, 'coverage'],
      [false, 'coverage'],
      [false, 'coverage'],
    ]);
  });
});

describe('duplicates', () => {
  it('keeps the best of what looks the same, wherever it is', () => {
    const rows = Array.from({ length: 90 }, (_, row) => row);
    const { picked, rejected } = pick(
      {
        scores: { 'a/a': rows.map(row => (row === 80 ? 1 : 2 + row / 100)) },
        stepSeconds: 60,
        perceptualHash: rows.map(row =>
          row % 2 ? 0xff00_ff00_1234_5678n ^ BigInt(row & 7) : 0x00ff_00ff_8765_4321n,
        ),
      },
      { top: { count: null, percent: 100 }, maxHashDistance: 4 },
    );
    expect(ordinals(picked)).toEqual([80, 1]);
    expect(rejected).toHaveLength(88);
    expect(new Set(rejected.map(({ inFavourOf }) => inFavourOf))).toEqual(new Set([80, 1]));
  });
});
