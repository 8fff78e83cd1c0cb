import type { Rejection, Store } from '@framesieve/core';
import { RequestError } from '../http/failure.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import { correctHeld, type HeldSelection } from './held-selection.ts';
import { reasonOfCode } from './reason-codes.ts';
import type { SelectionBook } from './selection-book.ts';

/** A correction by hand; `null` takes one back. */
export type Correction = 'added' | 'removed' | null;

/**
 * Keeps a correction by hand, and puts the corrected picks in the place of those of a stored selection that is shown. Taking
 * one back gives what selecting with the same settings does.
 *
 * @returns the selection that is shown, whose key stays.
 * @throws RequestError 404 for a frame that is not stored.
 */
export async function correctByHand(
  record: DecodeRecord,
  held: HeldSelection,
  ordinal: number,
  action: Correction,
  { store, selections, signal }: { store: Store; selections: SelectionBook; signal: AbortSignal },
): Promise<HeldSelection> {
  const { decodeId } = record;
  const [frame] = await store.frames(decodeId, [ordinal]);
  if (!frame) throw new RequestError(404, `Frame ${ordinal} is not stored: nothing has scored it.`);
  const before = correctHeld(held, await selections.overrides(record));
  await store.saveOverride(decodeId, ordinal, action);
  if (held.selectionId === null) return held;
  // What is stored holds no more than the corrected picks.
  const base = action === null ? await selections.renew(record, held, signal) : held;
  const after = correctHeld(base, await selections.overrides(record));
  const changed = new Set([ordinal, ...symmetricDifference(before.picked, after.picked)]);
  const rejections = new Map<number, Rejection | null>();
  for (const one of changed) {
    const reason = reasonOfCode(after.codes[one]);
    rejections.set(one, reason && { ordinal: one, reason, inFavourOf: null });
  }
  await store.correctSelection(held.selectionId, after.picked, rejections);
  return base;
}

type Ordinals = readonly { readonly ordinal: number }[];

function symmetricDifference(a: Ordinals, b: Ordinals): readonly number[] {
  const [first, second] = [a, b].map(picks => new Set(picks.map(pick => pick.ordinal)));
  return [...first!].filter(one => !second!.has(one)).concat([...second!].filter(one => !first!.has(one)));
}
