import type { Pick, PickOverrides, Rejection, Selection } from './selector.ts';

/** No corrections. */
export const noOverrides: PickOverrides = { added: [], removed: [] };

/**
 * Corrects a selection by hand: picks that were taken out go, and nothing takes their place, since what was passed over
 * for them mostly shows the same; frames that were added follow the others in rank, in order of time. Doing it twice changes nothing.
 */
export function correctPicks(selection: Selection, overrides: PickOverrides): Selection {
  const added = new Set(overrides.added);
  const removed = new Set(overrides.removed);
  const kept = selection.picked.filter(({ ordinal }) => !removed.has(ordinal));
  const present = new Set(kept.map(({ ordinal }) => ordinal));
  const missing = [...added].filter(ordinal => !present.has(ordinal) && !removed.has(ordinal));
  if (missing.length === 0 && kept.length === selection.picked.length) return selection;
  const byHand = missing
    .sort((a, b) => a - b)
    .map(ordinal => ({ ordinal, tier: 'requested' as const, reason: 'Added by hand.' }));
  const picked: Pick[] = [...kept, ...byHand].map((pick, i) => ({ ...pick, rank: i + 1 }));
  const takenOut: Rejection[] = selection.picked
    .filter(({ ordinal }) => removed.has(ordinal))
    .map(({ ordinal }) => ({ ordinal, reason: 'removed', inFavourOf: null }));
  const rejected = selection.rejected.filter(({ ordinal }) => !added.has(ordinal));
  return {
    ...selection,
    picked,
    rejected: [...rejected, ...takenOut].sort((a, b) => a.ordinal - b.ordinal),
  };
}
