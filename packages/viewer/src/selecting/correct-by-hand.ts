import type { Store } from '@framesieve/core';
import { RequestError } from '../http/failure.ts';
import type { DecodeRecord } from '../library/decode-record.ts';

/** A correction by hand; `null` takes one back. */
export type Correction = 'added' | 'removed' | null;

/**
 * Keeps a correction by hand, and corrects the newest stored selection of the decode, whatever is shown.
 *
 * @throws RequestError 404 for a frame that is not stored.
 */
export async function correctByHand(
  { decodeId }: DecodeRecord,
  ordinal: number,
  action: Correction,
  store: Store,
): Promise<void> {
  const [frame] = await store.frames(decodeId, [ordinal]);
  if (!frame) throw new RequestError(404, `Frame ${ordinal} is not stored: nothing has scored it.`);
  await store.saveOverride(decodeId, ordinal, action);
  const latest = await store.latestPicks(decodeId);
  if (latest) await store.correctSelection(latest.selectionId, await store.overrides(decodeId));
}
