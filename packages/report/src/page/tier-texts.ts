import type { PickTier } from '@framesieve/core';

/** What tiers mean, for a person, in the order in which they are listed. */
export const tierTexts: Readonly<Record<PickTier, string>> = {
  top: 'among the best of the whole video',
  coverage: 'the best of its stretch or shot',
  backfill: 'to fill up a small video',
  requested: 'asked for by its number',
};
