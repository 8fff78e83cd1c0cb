import {
  defaultSelection,
  type OwnReason,
  type RejectSettings,
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

const limit = (value: number) => fc.constantFrom(null, value);

const settingsArbitrary: fc.Arbitrary<SelectionSettings> = fc.record({
  top: fc.record({
    count: fc.option(fc.nat({ max: 30 })),
    percent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  }),
  coverage: fc.record({
    by: fc.constantFrom('time', 'shot'),
    picks: fc.nat({ max: 12 }),
    per: fc.constantFrom('video', 'minute', 'shot'),
  }),
  maxPerShot: fc.option(fc.integer({ min: 1, max: 3 })),
  minGapSeconds: fc.constantFrom(0, 0.05, 0.5, 1, 3),
  maxHashDistance: fc.option(fc.nat({ max: 16 })),
  weights: fc.constantFrom<Record<string, number>>({}, { 'test/metric': 0.5 }),
  refinedBy: fc.constant(null),
  reject: fc.record({
    blackBelow: limit(0.05),
    whiteAbove: limit(0.95),
    flatBelow: limit(0.02),
    fades: limit(0.5),
    blurred: limit(0.6),
    noisy: limit(3),
    blocky: limit(0.3),
    exposure: limit(0.3),
    cards: limit(0.7),
    damaged: limit(1.5),
  }),
});

/** Unknown in one of ten, as what an earlier version measured. */
const fact = (...values: readonly number[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, fc.constant(Number.NaN));

const tableArbitrary: fc.Arbitrary<ScoreTable> = fc
  .array(
    fc.record({
      // Few different scores, so that there are ties.
      score: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -20, max: 20 }) }, fc.constant(Number.NaN)),
      // Sums of powers of two, so that shifted times are as far apart to the last bit.
      stepSeconds: fc.constantFrom(0.125, 0.125, 0.125, 0, 0.015625, 1, -0.0625),
      meanLuma: fact(0, 0.3, 0.6, 1),
      contrast: fact(0, 0.1, 0.3),
      change: fact(0, 0.01, 0.3),
      sharpness: fact(0.1, 0.4, 0.5),
      noise: fact(0, 0.003, 0.05),
      blockiness: fact(0, 0.1, 1),
      shadows: fact(0, 0.6),
      highlights: fact(0, 0.6),
      dominance: fact(0.1, 0.9),
      perceptualHash: fc.constantFrom(0n, 1n, 0xffn, 0xffff_ffff_0000_0000n),
      corrupt: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1),
    }),
    { maxLength: 60 },
  )
  .map(rows => {
    const column = (name: Exclude<keyof (typeof rows)[number], 'perceptualHash'>) =>
      rows.map(row => row[name]);
    let time = 0;
    return makeScoreTable({
      scores: { 'test/metric': column('score') },
      timeSeconds: rows.map(row => {
        time = Math.max(0, time + row.stepSeconds);
        return time;
      }),
      meanLuma: column('meanLuma'),
      contrast: column('contrast'),
      change: column('change'),
      sharpness: column('sharpness'),
      noise: column('noise'),
      blockiness: column('blockiness'),
      shadows: column('shadows'),
      highlights: column('highlights'),
      dominance: column('dominance'),
      perceptualHash: rows.map(row => row.perceptualHash),
      corrupt: column('corrupt'),
    });
  });

/** The rule that each reason belongs to; `null`: it can't be switched off. */
const ruleOf = {
  unscorable: null,
  black: 'blackBelow',
  white: 'whiteAbove',
  flat: 'flatBelow',
  damaged: 'damaged',
  fade: 'fades',
  crossfade: 'fades',
  card: 'cards',
  blurred: 'blurred',
  noisy: 'noisy',
  blocky: 'blocky',
  underexposed: 'exposure',
  overexposed: 'exposure',
} as const satisfies Record<OwnReason, keyof RejectSettings | null>;

/** A selection without what is said about it. */
function outline({ picked, rejected }: Selection) {
  return { picked: picked.map(({ ordinal, rank, tier }) => ({ ordinal, rank, tier })), rejected };
}

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
          const isInFavour = reason === 'gap' || reason === 'duplicate' || reason === 'quota';
          expect(inFavourOf !== null && ordinals.has(inFavourOf)).toBe(isInFavour);
        }
        const order = rejected.map(rejection => rejection.ordinal);
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      });
    });

    it('rejects for a reason only where its rule is switched on', () => {
      check(({ rejected }, _, { reject, minGapSeconds, maxHashDistance, maxPerShot }) => {
        for (const { reason } of rejected) {
          if (reason === 'gap') expect(minGapSeconds).toBeGreaterThan(0);
          else if (reason === 'duplicate') expect(maxHashDistance).not.toBeNull();
          else if (reason === 'quota') expect(maxPerShot).not.toBeNull();
          else if (reason === 'removed') expect.fail('Only a person takes out a pick.');
          else {
            const rule = ruleOf[reason];
            if (rule) expect(reject[rule]).not.toBeNull();
          }
        }
      });
    });

    it('rejects what is unscorable, black, white or flat, unless it says that it had to be relaxed', () => {
      check(({ picked, rejected, relaxed }, table, { reject }) => {
        const [black, white, flat] = [reject.blackBelow, reject.whiteAbove, reject.flatBelow];
        const isRejected = new Set(rejected.map(({ ordinal }) => ordinal));
        for (const row of table.ordinals.keys()) {
          const [luma, contrast] = [table.meanLuma[row]!, table.contrast[row]!];
          const isBad =
            Number.isNaN(table.metrics[0]!.scores[row]!) ||
            (black !== null && luma < black) ||
            (white !== null && luma > white) ||
            (flat !== null && contrast < flat);
          if (isBad && relaxed.length === 0) expect(isRejected.has(row)).toBe(true);
          if (isBad && !isRejected.has(row)) expect(picked.map(({ ordinal }) => ordinal)).toContain(row);
        }
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
        const rows = table.ordinals.length;
        const ofTop = top.count ?? (top.percent === null ? 0 : rows);
        const ofCoverage =
          coverage.per === 'video' ? Number(coverage.picks) : coverage.picks === 0 ? 0 : rows;
        expect(picked.length).toBeLessThanOrEqual(ofTop + ofCoverage);
      });
    });

    it('picks something whenever something was asked for and any frame has a score', () => {
      check(({ picked }, table, { top, coverage }) => {
        const asks =
          coverage.picks !== 0 ||
          (top.count !== 0 && top.percent !== 0 && (top.count ?? top.percent) !== null);
        const scorable = table.metrics[0]!.scores.some(score => !Number.isNaN(score));
        expect(picked.length > 0).toBe(asks && scorable);
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
        expect(outline(reversed)).toEqual(outline(selection));
      });
    });

    it('gives the same frames when all times are shifted', () => {
      check((selection, table, settings) => {
        const shifted = select({ ...table, timeSeconds: table.timeSeconds.map(time => time + 64) }, settings);
        expect(outline(shifted)).toEqual(outline(selection));
      });
    });

    it('gives the same selection whatever the unit of timestamps', () => {
      check((selection, table, settings) => {
        expect(select({ ...table, ptsTicks: table.ptsTicks.map(ticks => ticks * 90) }, settings)).toEqual(
          selection,
        );
      });
    });

    it('ranks refined frames first, by the metric that refined them, and the others by the others', () => {
      const strongScores = fc.array(
        fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })),
        { minLength: 60, maxLength: 60 },
      );
      fc.assert(
        fc.property(tableArbitrary, settingsArbitrary, strongScores, (table, settings, strong) => {
          const scores = Float64Array.from(table.ordinals, row => strong[row]!);
          const column = { id: 'test/strong', direction: 'higher' as const, scores };
          const refined = { ...table, metrics: [...table.metrics, column] };
          const { picked } = select(refined, { ...settings, refinedBy: 'test/strong' });
          const [first] = table.metrics;
          const keys = picked.map(({ ordinal }) => {
            const score = scores[ordinal]!;
            return Number.isNaN(score) ? [1, first!.scores[ordinal]!] : [0, -score];
          });
          expect(keys).toEqual(keys.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!));
          for (const { ordinal, reason } of picked) {
            expect(reason.includes('test/strong')).toBe(
              !Number.isNaN(scores[ordinal]!) || scores.some(score => !Number.isNaN(score)),
            );
          }
        }),
      );
    });

    it('picks the same when all frames are refined as when that metric alone ranks', () => {
      check((selection, table, settings) => {
        const noise = { id: 'test/noise', direction: 'lower' as const, scores: table.timeSeconds };
        const weights = {};
        const refined = select(
          { ...table, metrics: [noise, ...table.metrics] },
          { ...settings, weights, refinedBy: 'test/metric' },
        );
        const all = !table.metrics[0]!.scores.some(score => Number.isNaN(score));
        if (all) expect(outline(refined)).toEqual(outline(selection));
      });
    });

    it('takes the earlier of two equally good frames', () => {
      const table = makeScoreTable({ scores: { 'test/metric': [3, 1, 1, 3] } });
      const { picked } = select(table, {
        ...defaultSelection,
        top: { count: 1, percent: null },
        coverage: { ...defaultSelection.coverage, picks: 0 },
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
