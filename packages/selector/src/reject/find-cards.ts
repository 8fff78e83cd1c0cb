import type { ScoreTable } from '@framesieve/core';

const stillBelow = 0.004;
const leastContrast = 0.03;
const mostNoise = 0.001;
/** A video of which this share is cards is one of slides or text: that is what it shows. */
const mostCards = 0.4;

/**
 * Finds cards of text and credits by what they have in common: one tone fills most of the picture, something stands out
 * from it, there is no noise, as no camera was there, and the picture stands still, or its tone is black or white. Where much
 * of a video looks like that, nothing of it does for this rule.
 *
 * @param rejected rows that are rejected already, and don't count: those with another value than 0.
 * @param leastDominance share of the picture that one tone fills.
 * @returns the rows that show a card, ascending.
 */
export function findCards(
  table: ScoreTable,
  rejected: Uint8Array,
  leastDominance: number,
): readonly number[] {
  const { dominance, contrast, change, noise, shadows, highlights } = table;
  const cards: number[] = [];
  let others = 0;
  for (let row = 0; row < rejected.length; row++) {
    if (rejected[row]) continue;
    const isPlain = Math.max(shadows[row]!, highlights[row]!) >= leastDominance;
    const isStill = change[row]! < stillBelow || change[row + 1]! < stillBelow;
    const isFlat = dominance[row]! >= leastDominance && noise[row]! <= mostNoise;
    if (isFlat && contrast[row]! >= leastContrast && (isPlain || isStill)) cards.push(row);
    else others++;
  }
  return cards.length <= mostCards * (cards.length + others) ? cards : [];
}
