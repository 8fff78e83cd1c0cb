import {
  defaultSelection,
  type ScoreTable,
  type Selection,
  type SelectionSettings,
  type SelectStage,
  silentLogger,
} from '@framesieve/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountingAllocator } from './counting-allocator.ts';
import { makeScoreTable } from './make-score-table.ts';

/** What the selector suite needs. */
export interface SelectorSuite {
  readonly name: string;
  create(): SelectStage;
}

const settingsArbitrary: fc.Arbitrary<SelectionSettings> = fc.record({
  top: fc.record({
    count: fc.option(fc.nat({ max: 30 })),
    percent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  }),
  coverage: fc.nat({ max: 12 }),
  minGapSeconds: fc.constantFrom(0, 0.05, 0.5, 1, 3),
  maxHashDistance: fc.option(fc.nat({ max: 16 })),
  blackBelow: fc.constantFrom(null, 0.05),
  whiteAbove: fc.constantFrom(null, 0.95),
  flatBelow: fc.constantFrom(null, 0.02),
});

const tableArbitrary: fc.Arbitrary<ScoreTable> = fc
  .array(
    fc.record({
      // Few different scores, so that there are ties.
      score: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -20, max: 20 }) }, fc.constant(Number.NaN)),
      luma: fc.constantFrom(0, 0.3, 0.6, 1),
      contrast: fc.constantFrom(0, 0.1, 0.3),
      hash: fc.constantFrom(0n, 1n, 0xffn, 0xffff_ffff_0000_0000n),
    }),
    { maxLength: 60 },
  )
  .map(rows =>
    makeScoreTable({
      scores: { 'test/metric': rows.map(row => row.score) },
      meanLuma: rows.map(row => row.luma),
      contrast: rows.map(row => row.contrast),
      perceptualHash: rows.map(row => row.hash),
    }),
  );

/** The rules that every selector keeps, whatever it prefers. */
export function describeSelector({ name, create }: SelectorSuite): void {
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    frames: new CountingAllocator(),
  };
  const select = (table: ScoreTable, settings: SelectionSettings): Selection =>
    create().run({ table, settings }, context);
  const check = (rule: (selection: Selection, table: ScoreTable, settings: SelectionSettings) => void) =>
    fc.assert(
      fc.property(tableArbitrary, settingsArbitrary, (table, settings) =>
        rule(select(table, settings), table, settings),
      ),
    );

  describe(`selector: ${name}`, () => {
    it('ranks its picks 1, 2, 3 … from better to worse, and names each frame once', () => {
      check(({ picked }, table) => {
        expect(picked.map(pick => pick.rank)).toEqual(picked.map((_, i) => i + 1));
        expect(new Set(picked.map(pick => pick.ordinal)).size).toBe(picked.length);
        const scores = picked.map(pick => table.metrics[0]!.scores[pick.ordinal]!);
        expect(scores).toEqual(scores.toSorted((a, b) => a - b));
      });
    });

    it('never picks a frame without a score', () => {
      check(({ picked }, table) => {
        for (const { ordinal } of picked) expect(table.metrics[0]!.scores[ordinal]).not.toBeNaN();
      });
    });

    it('gives a reason for each pick and each rejection, and never both for one frame', () => {
      check(({ picked, rejected }) => {
        for (const pick of picked) expect(pick.reason).toMatch(/\w/);
        const ordinals = new Set(picked.map(pick => pick.ordinal));
        for (const { ordinal, reason, inFavourOf } of rejected) {
          expect(ordinals.has(ordinal)).toBe(false);
          if (reason === 'gap' || reason === 'duplicate') expect(ordinals.has(inFavourOf!)).toBe(true);
        }
        const order = rejected.map(rejection => rejection.ordinal);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      });
    });

    it('keeps the minimum gap unless it says that it was relaxed', () => {
      check(({ picked, relaxed }, table, { minGapSeconds }) => {
        if (relaxed.length > 0) return;
        const times = picked.map(pick => table.timeSeconds[pick.ordinal]!).sort((a, b) => a - b);
        for (let i = 1; i < times.length; i++) {
          expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(minGapSeconds - 1e-5);
        }
      });
    });

    it('picks at most as many as were asked for', () => {
      check(({ picked }, table, { top, coverage }) => {
        const asked = top.count ?? (top.percent === null ? 0 : table.ordinals.length);
        expect(picked.length).toBeLessThanOrEqual(Math.max(asked + coverage, 0));
      });
    });

    it('picks something whenever something was asked for and any frame has a score', () => {
      check(({ picked }, table, { top, coverage }) => {
        const asks =
          coverage > 0 || (top.count !== 0 && top.percent !== 0 && (top.count ?? top.percent) !== null);
        const scorable = table.metrics[0]!.scores.some(score => !Number.isNaN(score));
        if (asks && scorable) expect(picked.length).toBeGreaterThan(0);
      });
    });

    it('gives the same selection for the same input', () => {
      check((selection, table, settings) => {
        expect(select(table, settings)).toEqual(selection);
      });
    });

    it('gives the same frames when scores are negated and the direction is reversed', () => {
      check((selection, table, settings) => {
        const metrics = table.metrics.map(metric => ({
          ...metric,
          direction: 'higher' as const,
          scores: metric.scores.map(score => -score),
        }));
        const reversed = select({ ...table, metrics }, settings);
        const outline = ({ picked, rejected }: Selection) => ({
          picked: picked.map(({ ordinal, rank, tier }) => ({ ordinal, rank, tier })),
          rejected,
        });
        expect(outline(reversed)).toEqual(outline(selection));
      });
    });

    it('takes the earlier of two equally good frames', () => {
      const table = makeScoreTable({ scores: { 'test/metric': [3, 1, 1, 3] } });
      const { picked } = select(table, {
        ...defaultSelection,
        top: { count: 1, percent: null },
        coverage: 0,
      });
      expect(picked.map(pick => pick.ordinal)).toEqual([1]);
    });

    it('does nothing with an empty table', () => {
      const { picked, rejected } = select(
        makeScoreTable({ scores: { 'test/metric': [] } }),
        defaultSelection,
      );
      expect({ picked, rejected }).toEqual({ picked: [], rejected: [] });
    });
  });
}
