import type { PickTier, RejectionReason } from '@framesieve/core';

/** What reasons of rejection are called, in the order in which they are listed. */
export const reasonNames: Readonly<Record<RejectionReason, string>> = {
  unscorable: 'no score',
  black: 'black',
  white: 'white',
  flat: 'flat',
  damaged: 'damaged',
  fade: 'fade',
  crossfade: 'cross-fade',
  card: 'text card',
  blurred: 'blurred',
  noisy: 'noisy',
  blocky: 'blocky',
  underexposed: 'under-exposed',
  overexposed: 'over-exposed',
  gap: 'too close to a better one',
  duplicate: 'same as a better one',
  quota: 'shot has better ones',
  removed: 'taken out by hand',
};

/** What tiers of picks are called. */
export const tierNames: Readonly<Record<PickTier, string>> = {
  top: 'top',
  coverage: 'coverage',
  backfill: 'backfill',
  requested: 'by hand',
};
