import { correctPicks, defaultSelection, rowOf } from '@framesieve/core';
import { makeScoreTable } from '@framesieve/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { select } from '../select.ts';
import { explainFrame } from './explain-frame.ts';

it('explains every frame as the selection has it, whatever the scores and corrections by hand', () => {
  const frames = fc.array(
    fc.record({
      score: fc.oneof(fc.constantFrom(1, 2, 3, Number.NaN), fc.double({ min: -10, max: 10 })),
      luma: fc.constantFrom(0.01, 0.3, 0.5, 0.99),
      hash: fc.bigInt(0n, 15n),
    }),
    { minLength: 1, maxLength: 40 },
  );
  const settings = fc.record({
    top: fc.record({ count: fc.option(fc.nat(5)), percent: fc.option(fc.constantFrom(0, 10, 100)) }),
    coverage: fc.record({
      by: fc.constantFrom('time' as const, 'shot' as const),
      picks: fc.constantFrom(0, 1, 4, 'auto' as const),
      per: fc.constant('video' as const),
    }),
    minGapSeconds: fc.constantFrom(0, 0.2, 1),
    maxHashDistance: fc.option(fc.nat(3)),
    maxPerShot: fc.option(fc.constantFrom(1, 2)),
  });
  const byHand = fc.array(fc.nat(39), { maxLength: 6 });
  fc.assert(
    fc.property(frames, settings, byHand, byHand, (rows, chosen, additions, removed) => {
      const input = {
        table: makeScoreTable({
          scores: { 'a/a': rows.map(({ score }) => score) },
          meanLuma: rows.map(({ luma }) => luma),
          perceptualHash: rows.map(({ hash }) => hash),
        }),
        settings: { ...defaultSelection, ...chosen },
      };
      const added = additions.filter(ordinal => ordinal < rows.length && !removed.includes(ordinal));
      const selection = correctPicks(select(input), { added, removed });
      const isPicked = new Set(selection.picked.map(picked => picked.ordinal));
      for (const ordinal of input.table.ordinals) {
        const { verdict, sentences, stretch, shot } = explainFrame(input, selection, ordinal);
        const pick = selection.picked.find(picked => picked.ordinal === ordinal);
        const rejection = selection.rejected.find(rejected => rejected.ordinal === ordinal);
        expect(verdict.kind).toBe(pick ? 'picked' : rejection ? 'rejected' : 'not-good-enough');
        if (verdict.kind === 'rejected') {
          expect(verdict.reason).toBe(rejection!.reason);
          const { inFavourOf: preferred } = rejection!;
          const isThere = preferred !== null && isPicked.has(preferred);
          expect(verdict.inFavourOf?.ordinal ?? null).toBe(isThere ? preferred : null);
          expect(verdict.takenOut?.ordinal ?? null).toBe(isThere ? null : preferred);
        }
        if (verdict.kind === 'not-good-enough' && verdict.top)
          expect(verdict.top.place).toBeGreaterThan(verdict.top.needed);
        const isIn = (picks: readonly { readonly ordinal: number }[]) =>
          picks.some(picked => picked.ordinal === ordinal);
        expect(isIn(shot.picks)).toBe(pick !== undefined);
        if (stretch) expect(isIn(stretch.picks)).toBe(pick !== undefined);
        expect(sentences.length).toBeGreaterThan(0);
        for (const sentence of sentences) expect(sentence).not.toMatch(/NaN|undefined|null/);
        expect(rowOf(input.table, ordinal)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 60 },
  );
});
