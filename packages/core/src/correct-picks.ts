import type { Pick, PickOverrides, Rejection, ReplacedFrame, Selection } from './selector.ts';

/** No corrections. */
export const noOverrides: PickOverrides = { added: [], removed: [] };

/**
 * Corrects a selection by hand, in place of how it was corrected before: picks that were taken out go, and nothing takes
 * their place, since what was passed over for them mostly shows the same; frames that were added follow the others in rank,
 * in order of time. What the select stage said of these frames is kept in `replaced`, so that doing it anew, with other
 * corrections or with none, takes no selecting anew.
 *
 * @param selection of its rejections, only those of frames that are or were corrected matter.
 * @returns the selection itself where nothing is or was corrected.
 */
export function correctPicks(selection: Selection, overrides: PickOverrides): Selection {
  const base = baseOf(selection);
  const removed = new Set(overrides.removed);
  const selected = new Set(base.picked.map(({ ordinal }) => ordinal));
  const added = [...new Set(overrides.added)]
    .filter(ordinal => !selected.has(ordinal) && !removed.has(ordinal))
    .sort((a, b) => a - b);
  const takenOut = base.picked.filter(({ ordinal }) => removed.has(ordinal));
  if (added.length === 0 && takenOut.length === 0) return base;
  const kept = base.picked.filter(({ ordinal }) => !removed.has(ordinal));
  const byHand = added.map(ordinal => ({ ordinal, tier: 'requested' as const, reason: 'Added by hand.' }));
  const isAdded = new Set(added);
  const rejections = new Map(
    base.rejected.filter(({ ordinal }) => isAdded.has(ordinal)).map(one => [one.ordinal, one]),
  );
  const replaced: ReplacedFrame[] = [
    ...added.map(ordinal => ({ ordinal, pick: null, rejection: rejections.get(ordinal) ?? null })),
    ...takenOut.map(pick => ({ ordinal: pick.ordinal, pick, rejection: null })),
  ];
  const rejected: Rejection[] = [
    ...base.rejected.filter(({ ordinal }) => !isAdded.has(ordinal)),
    ...takenOut.map(({ ordinal }) => ({ ordinal, reason: 'removed' as const, inFavourOf: null })),
  ];
  return {
    ...base,
    picked: [...kept, ...byHand].map((pick, i) => ({ ...pick, rank: i + 1 })),
    rejected: rejected.sort(byOrdinal),
    replaced: replaced.sort(byOrdinal),
  };
}

/** A selection as the select stage made it, whatever was corrected since. */
function baseOf(selection: Selection): Selection {
  const { replaced = [], ...rest } = selection;
  if (replaced.length === 0) return selection;
  const isReplaced = new Set(replaced.map(({ ordinal }) => ordinal));
  const picked: Pick[] = selection.picked.filter(({ ordinal }) => !isReplaced.has(ordinal));
  const takenOut = replaced.flatMap(({ pick }) => pick ?? []).sort((a, b) => a.rank - b.rank);
  // In order of rank, so that whatever is put back stands before those that follow.
  for (const pick of takenOut) picked.splice(pick.rank - 1, 0, pick);
  const rejected = [
    ...selection.rejected.filter(({ ordinal }) => !isReplaced.has(ordinal)),
    ...replaced.flatMap(({ rejection }) => rejection ?? []),
  ];
  return {
    ...rest,
    picked: picked.map((pick, i) => ({ ...pick, rank: i + 1 })),
    rejected: rejected.sort(byOrdinal),
  };
}

function byOrdinal(a: { readonly ordinal: number }, b: { readonly ordinal: number }): number {
  return a.ordinal - b.ordinal;
}
