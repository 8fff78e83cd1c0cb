import fc from 'fast-check';
import { expect, it } from 'vitest';
import { correctPicks, noOverrides } from './correct-picks.ts';
import { defaultSelection, type Selection } from './selector.ts';

function selectionOf(picked: readonly number[], rejected: readonly number[]): Selection {
  return {
    settings: defaultSelection,
    picked: picked.map((ordinal, i) => ({ ordinal, rank: i + 1, tier: 'top', reason: 'Good.' })),
    rejected: rejected.map(ordinal => ({ ordinal, reason: 'gap', inFavourOf: picked[0] ?? null })),
    relaxed: [],
  };
}

it('takes picks out without putting others in their place, and adds frames behind the others', () => {
  const corrected = correctPicks(selectionOf([30, 10, 50], [31, 70]), { added: [70, 20], removed: [10] });
  expect(corrected.picked).toEqual([
    { ordinal: 30, rank: 1, tier: 'top', reason: 'Good.' },
    { ordinal: 50, rank: 2, tier: 'top', reason: 'Good.' },
    { ordinal: 20, rank: 3, tier: 'requested', reason: 'Added by hand.' },
    { ordinal: 70, rank: 4, tier: 'requested', reason: 'Added by hand.' },
  ]);
  expect(corrected.rejected).toEqual([
    { ordinal: 10, reason: 'removed', inFavourOf: null },
    { ordinal: 31, reason: 'gap', inFavourOf: 30 },
  ]);
  expect(corrected.replaced).toEqual([
    { ordinal: 10, pick: { ordinal: 10, rank: 2, tier: 'top', reason: 'Good.' }, rejection: null },
    { ordinal: 20, pick: null, rejection: null },
    { ordinal: 70, pick: null, rejection: { ordinal: 70, reason: 'gap', inFavourOf: 30 } },
  ]);
});

it('leaves a selection alone that has nothing to be corrected', () => {
  const selection = selectionOf([3, 5], [4]);
  expect(correctPicks(selection, noOverrides)).toBe(selection);
  expect(correctPicks(selection, { added: [5], removed: [4] })).toBe(selection);
});

const ordinals = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
const disjoint = fc.tuple(ordinals, ordinals).map(([a, b]) => [a, b.filter(n => !a.includes(n))] as const);
const selections = disjoint.map(([picked, rejected]) =>
  selectionOf(
    picked,
    rejected.toSorted((a, b) => a - b),
  ),
);
const corrections = disjoint.map(([added, removed]) => ({ added, removed }));

it('restores what was selected, whatever was corrected', () => {
  fc.assert(
    fc.property(selections, fc.array(corrections, { maxLength: 4 }), (selection, all) => {
      let corrected = selection;
      for (const overrides of all) {
        corrected = correctPicks(corrected, overrides);
        expect(corrected).toEqual(correctPicks(selection, overrides));
        expect(correctPicks(corrected, noOverrides)).toEqual(selection);
      }
    }),
  );
});

it('takes corrections in any order', () => {
  fc.assert(
    fc.property(selections, corrections, fc.infiniteStream(fc.integer()), (selection, overrides, random) => {
      const shuffled = (list: readonly number[]) =>
        list
          .map(ordinal => ({ ordinal, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ ordinal }) => ordinal);
      const other = { added: shuffled(overrides.added), removed: shuffled(overrides.removed) };
      expect(correctPicks(selection, other)).toEqual(correctPicks(selection, overrides));
      let corrected = selection;
      const done = { added: [] as number[], removed: [] as number[] };
      for (const ordinal of shuffled([...overrides.added, ...overrides.removed])) {
        done[overrides.added.includes(ordinal) ? 'added' : 'removed'].push(ordinal);
        corrected = correctPicks(corrected, done);
      }
      expect(corrected).toEqual(correctPicks(selection, overrides));
    }),
  );
});

it('keeps what it promises for all selections and corrections', () => {
  fc.assert(
    fc.property(disjoint, disjoint, ([picked, rejected], [added, removed]) => {
      const ascending = rejected.toSorted((a, b) => a - b);
      const selection = selectionOf(picked, ascending);
      const corrected = correctPicks(selection, { added, removed });
      const chosen = corrected.picked.map(pick => pick.ordinal);
      for (const ordinal of added) expect(chosen).toContain(ordinal);
      for (const ordinal of removed) expect(chosen).not.toContain(ordinal);
      const rest = chosen.filter(ordinal => picked.includes(ordinal) && !removed.includes(ordinal));
      expect(rest).toEqual(picked.filter(ordinal => !removed.includes(ordinal)));
      expect(corrected.picked.map(pick => pick.rank)).toEqual(chosen.map((_, i) => i + 1));
      const out = corrected.rejected.map(rejection => rejection.ordinal);
      expect(out).toEqual([...new Set(out)].sort((a, b) => a - b));
      expect(out.filter(ordinal => chosen.includes(ordinal))).toEqual([]);
      expect(correctPicks(corrected, { added, removed })).toEqual(corrected);
    }),
  );
});
