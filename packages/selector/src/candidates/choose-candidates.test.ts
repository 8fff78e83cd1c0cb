import { defaultSelection, type SelectionSettings } from '@framesieve/core';
import { makeScoreTable, type ScoreTableParts } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { select } from '../select.ts';
import { chooseCandidates } from './choose-candidates.ts';
import { shareOut } from './share-out.ts';

function choose(parts: ScoreTableParts, count: number, settings: Partial<SelectionSettings> = {}) {
  const input = { table: makeScoreTable(parts), settings: { ...defaultSelection, ...settings } };
  return chooseCandidates(input, count);
}

/** Ten seconds of 25 frames each, the best ones in the sixth; lower is better. */
const scores = { 'fast/one': Array.from({ length: 250 }, (_, i) => Math.abs(i - 140) + (i % 3) / 10) };
const parts: ScoreTableParts = { scores, stepSeconds: 0.04 };
const secondOf = (ordinal: number) => Math.floor(ordinal / 25);

describe('chooseCandidates', () => {
  it('chooses from all stretches in proportion, the best frames of each', () => {
    const chosen = choose(parts, 50, { minGapSeconds: 0 });
    expect(chosen).toHaveLength(50);
    for (let second = 0; second < 10; second++) {
      const own = chosen.filter(ordinal => secondOf(ordinal) === second);
      const all = Array.from({ length: 25 }, (_, i) => second * 25 + i);
      const byScore = all.toSorted((a, b) => scores['fast/one'][a]! - scores['fast/one'][b]!);
      expect(own).toEqual(byScore.slice(0, 5).sort((a, b) => a - b));
    }
  });

  it('keeps neighbours apart while a stretch has others', () => {
    const chosen = choose(parts, 30);
    const gaps = chosen.slice(1).map((ordinal, i) => ordinal - chosen[i]!);
    // A quarter of a second are 6.25 frames.
    const withinStretch = gaps.filter((_, i) => secondOf(chosen[i]!) === secondOf(chosen[i + 1]!));
    expect(Math.min(...withinStretch)).toBeGreaterThanOrEqual(7);
    expect(choose(parts, 200)).toHaveLength(200);
  });

  it('looks at shots where coverage does', () => {
    const change = Array.from({ length: 250 }, (_, i) => (i === 225 ? 0.5 : 0.005));
    const perceptualHash = Array.from({ length: 250 }, (_, i) => (i < 225 ? 0n : 0xffff_ffff_0000_0000n));
    const byShot = choose({ ...parts, change, perceptualHash }, 2, {
      coverage: { by: 'shot', picks: 2, per: 'video' },
    });
    expect(byShot).toEqual([140, 225]);
  });

  it('pays no heed to what a strong metric has said already', () => {
    const strong = { ...scores, 'strong/one': scores['fast/one'].map((_, i) => i) };
    expect(choose({ ...parts, scores: strong }, 20, { refinedBy: 'strong/one' })).toEqual(choose(parts, 20));
  });

  it('gives all there are where more are wanted, and none where none are', () => {
    expect(choose(parts, 1000)).toEqual(Array.from({ length: 250 }, (_, i) => i));
    expect(choose(parts, 0)).toEqual([]);
    expect(choose({ scores: { 'fast/one': [] } }, 3)).toEqual([]);
    expect(() => choose(parts, 1.5)).toThrow('Expected a whole number of at least 0 for `count`');
  });

  const tables = fc
    .array(
      fc.record({
        score: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.constant(Number.NaN)),
        meanLuma: fc.constantFrom(0, 0.5, 0.5, 0.5, 1),
        stepSeconds: fc.constantFrom(0.04, 0.04, 0, 1, -0.04),
      }),
      { maxLength: 80 },
    )
    .map(rows => {
      let time = 0;
      return makeScoreTable({
        scores: { 'fast/one': rows.map(({ score }) => score) },
        meanLuma: rows.map(({ meanLuma }) => meanLuma),
        timeSeconds: rows.map(({ stepSeconds }) => (time += stepSeconds)),
      });
    });
  const settingsOf = fc.record({
    minGapSeconds: fc.constantFrom(0, 0.5, 1, 20),
    by: fc.constantFrom('time' as const, 'shot' as const),
    picks: fc.nat({ max: 20 }),
  });

  it('never chooses a frame that is rejected or has no score, and as many as there are', () => {
    fc.assert(
      fc.property(tables, settingsOf, fc.nat({ max: 90 }), (table, { minGapSeconds, by, picks }, count) => {
        const settings = {
          ...defaultSelection,
          minGapSeconds,
          coverage: { by, picks, per: 'video' as const },
        };
        const chosen = chooseCandidates({ table, settings }, count);
        const { rejected } = select({
          table,
          settings: {
            ...settings,
            top: { count: 0, percent: null },
            coverage: { by, picks: 0, per: 'video' },
          },
        });
        const isRejected = new Set(rejected.map(({ ordinal }) => ordinal));
        expect(chosen.filter(ordinal => isRejected.has(ordinal))).toEqual([]);
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
        expect(chosen).toHaveLength(Math.min(count, table.ordinals.length - isRejected.size));
        expect(chooseCandidates({ table, settings }, count)).toEqual(chosen);
      }),
    );
  });

  it('has a frame of each stretch that has one to give, where there are enough', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 12 }), (table, picks) => {
        const settings = {
          ...defaultSelection,
          coverage: { by: 'time' as const, picks, per: 'video' as const },
        };
        const all = chooseCandidates({ table, settings }, table.ordinals.length);
        const chosen = chooseCandidates({ table, settings }, picks);
        const times = table.timeSeconds;
        const [start, end] = [Math.min(...times), Math.max(...times)];
        const length = (end - start) / picks;
        const stretchOf = (ordinal: number) =>
          length > 0 ? Math.max(0, Math.min(picks - 1, Math.floor((times[ordinal]! - start) / length))) : 0;
        expect(new Set(chosen.map(stretchOf))).toEqual(new Set(all.map(stretchOf)));
      }),
    );
  });
});

describe('shareOut', () => {
  it('shares out exactly, never more than there is, and something to each where there is enough', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 20 }), fc.nat({ max: 300 }), (sizes, count) => {
        const shares = shareOut(sizes, count);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.min(count, total));
        for (const [i, share] of shares.entries()) {
          expect(share).toBeLessThanOrEqual(sizes[i]!);
          if (count >= sizes.filter(size => size > 0).length && sizes[i]! > 0)
            expect(share).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('is in proportion', () => {
    expect(shareOut([100, 300, 0, 600], 103)).toEqual([11, 31, 0, 61]);
    expect(shareOut([5, 5, 5], 2)).toEqual([1, 1, 0]);
  });
});
