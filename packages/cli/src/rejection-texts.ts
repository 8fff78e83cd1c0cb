import type { RejectionReason } from '@framesieve/core';
import { reasonNames } from '@framesieve/selector';

const texts: Readonly<Record<RejectionReason, string>> = {
  ...reasonNames,
  card: 'of a card of text',
  gap: 'too near to a pick',
  duplicate: 'like a pick',
  quota: 'beyond the quota of their shot',
  removed: 'taken out by hand',
};

/** Numbers of rejected frames by reason as a person reads them, e.g. `12 black`; in the order in which reasons are looked at. */
export function rejectionTexts(counts: Readonly<Record<string, number>>): readonly string[] {
  const known = Object.entries(texts).filter(([reason]) => reason in counts);
  const others = Object.keys(counts).filter(reason => !(reason in texts));
  return [...known, ...others.map(reason => [reason, reason] as const)].map(
    ([reason, text]) => `${counts[reason]} ${text}`,
  );
}
