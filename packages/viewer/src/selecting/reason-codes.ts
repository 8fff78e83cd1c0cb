import { type OwnReason, ownReasons, type Rejection, type RejectionReason } from '@framesieve/core';

/** Reasons by code; 0 stands for none. Those that a frame is rejected for by itself come first. */
const all: readonly RejectionReason[] = [...ownReasons, 'gap', 'duplicate', 'quota', 'removed'];
const codes = new Map(all.map((reason, index) => [reason, index + 1]));

/** The codes of frames' rejections by ordinal: one byte a frame; what is beyond its end is not rejected. */
export type ReasonCodes = Uint8Array;

/** How many codes there are, with that for none. */
export const codeCount = all.length + 1;

/** Whether a frame is rejected for what it is, and not in favour of another or by a person. */
export function isOwnCode(code: number): boolean {
  return code > 0 && code <= ownReasons.length;
}

/** What a code stands for; `null` for none. */
export function reasonOfCode(code: number | undefined): RejectionReason | null {
  return all[(code ?? 0) - 1] ?? null;
}

/** What an own code stands for. */
export function ownReasonOfCode(code: number): OwnReason {
  return ownReasons[code - 1]!;
}

/** The code of a reason. */
function codeOf(reason: RejectionReason): number {
  return codes.get(reason) ?? 0;
}

/** Rejections, in order of ordinals, as codes. */
export function codesOf(rejected: readonly Pick<Rejection, 'ordinal' | 'reason'>[]): ReasonCodes {
  const last = rejected.at(-1)?.ordinal ?? -1;
  const byOrdinal = new Uint8Array(last + 1);
  for (const { ordinal, reason } of rejected) byOrdinal[ordinal] = codeOf(reason);
  return byOrdinal;
}

/** Codes with some of them changed, and as many as that takes; `null` takes a rejection back. */
export function changedCodes(
  before: ReasonCodes,
  changes: Iterable<readonly [ordinal: number, reason: RejectionReason | null]>,
): ReasonCodes {
  const list = [...changes];
  const length = list.reduce((most, [ordinal]) => Math.max(most, ordinal + 1), before.length);
  const after = new Uint8Array(length);
  after.set(before);
  for (const [ordinal, reason] of list) after[ordinal] = reason === null ? 0 : codeOf(reason);
  return after;
}

/** How many frames have each reason. */
export function countCodes(byOrdinal: ReasonCodes): Partial<Record<RejectionReason, number>> {
  const counts = new Uint32Array(codeCount);
  for (const code of byOrdinal) counts[code]! += 1;
  return Object.fromEntries(
    all.flatMap((reason, i) => (counts[i + 1]! > 0 ? [[reason, counts[i + 1]!]] : [])),
  );
}
