import type { OwnReason } from '@framesieve/core';

/** The reasons that concern a frame alone, in the order in which they are looked for: the first that applies counts. */
export const ownReasons = [
  'unscorable',
  'black',
  'white',
  'flat',
  'damaged',
  'fade',
  'crossfade',
  'card',
  'underexposed',
  'overexposed',
  'noisy',
  'blocky',
  'blurred',
] as const satisfies readonly OwnReason[];

/** The code of a reason in a column of verdicts; 0 is a frame that is not rejected. */
export function codeOf(reason: OwnReason): number {
  return ownReasons.indexOf(reason) + 1;
}

/** The reason of a code; `null` for 0. */
export function reasonOf(code: number): OwnReason | null {
  return ownReasons[code - 1] ?? null;
}
