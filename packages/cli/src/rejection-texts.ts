import type { RejectionReason } from '@framesieve/core';

const texts: Readonly<Record<RejectionReason, string>> = {
  unscorable: 'without a score',
  black: 'black',
  white: 'white',
  flat: 'flat',
  damaged: 'damaged',
  fade: 'in a fade',
  crossfade: 'in a cross-fade',
  card: 'of a card of text',
  blurred: 'blurred',
  noisy: 'noisy',
  blocky: 'blocky',
  underexposed: 'under-exposed',
  overexposed: 'over-exposed',
  gap: 'too near to a pick',
  duplicate: 'like a pick',
  quota: 'beyond the quota of their shot',
};

/** Numbers of rejected frames by reason as a person reads them, e.g. `12 black`; in the order in which reasons are looked at. */
export function rejectionTexts(counts: Readonly<Record<string, number>>): readonly string[] {
  const known = Object.entries(texts).filter(([reason]) => reason in counts);
  const others = Object.keys(counts).filter(reason => !(reason in texts));
  return [...known, ...others.map(reason => [reason, reason] as const)].map(
    ([reason, text]) => `${counts[reason]} ${text}`,
  );
}
