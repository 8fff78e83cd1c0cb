import { correctPicks, type RunRecord, type Selection } from '@framesieve/core';
import type { VideoReport } from './json-document.ts';
import type { Session } from './session.ts';

/** Corrects what was selected as people have done by hand for this decode, unless the settings leave that out. */
export async function correctByHand(
  { call, store }: Pick<Session, 'call' | 'store'>,
  [first]: readonly RunRecord[],
  selection: Selection,
): Promise<Selection> {
  if (!first || !call.settings.config.select.overrides) return selection;
  return correctPicks(selection, await store.overrides(first.decodeId));
}

/** How many picks of a selection were added, and how many taken out, by hand. */
export function countByHand({ picked, rejected }: Selection): NonNullable<VideoReport['byHand']> {
  return {
    added: picked.filter(({ tier }) => tier === 'requested').length,
    removed: rejected.filter(({ reason }) => reason === 'removed').length,
  };
}

/** The same in words, e.g. `2 added and 1 removed by hand`; `null` where nothing was. */
export function describeByHand({ byHand }: Pick<VideoReport, 'byHand'>): string | null {
  const { added = 0, removed = 0 } = byHand ?? {};
  const parts = [...(added > 0 ? [`${added} added`] : []), ...(removed > 0 ? [`${removed} removed`] : [])];
  return parts.length > 0 ? `${parts.join(' and ')} by hand` : null;
}
