import type { FactColumns, OwnReason } from '@framesieve/core';
import { figure } from './figures.ts';
import type { FactStory, RuleStory } from './frame-story.ts';

/** What facts are called, in the order in which they are told. */
export const factNames: Readonly<Record<keyof FactColumns, string>> = {
  meanLuma: 'mean luma',
  contrast: 'contrast',
  change: 'change from the frame before',
  sharpness: 'sharpness',
  noise: 'noise',
  blockiness: 'blockiness',
  shadows: 'share of black',
  highlights: 'share of white',
  dominance: 'share of the commonest tone',
};

/** Facts whose excess over what surrounds a frame counts; of the others it is the ratio. */
const differences: readonly (keyof FactColumns)[] = ['blockiness', 'shadows', 'highlights'];

/** What reasons of rejection are called. */
export const reasonNames: Readonly<Record<OwnReason, string>> = {
  unscorable: 'without a score',
  black: 'black',
  white: 'white',
  flat: 'flat',
  damaged: 'damaged',
  fade: 'in a fade',
  crossfade: 'in a cross-fade',
  card: 'a card of text',
  blurred: 'blurred',
  noisy: 'noisy',
  blocky: 'blocky',
  underexposed: 'under-exposed',
  overexposed: 'over-exposed',
};

/**
 * Says a fact in words, and how it is held against what surrounds the frame, e.g. `sharpness 0.31: 0.55 of what surrounds it
 * (blurred below 0.6)`.
 */
export function describeFact({ name, value, rules }: FactStory): string {
  if (value === null) return `${factNames[name]}: not measured`;
  const told = rules.filter(({ isMain, applies }) => isMain || applies);
  const comparisons = told.map(rule => compare(name, value, rule));
  return `${factNames[name]} ${figure(value)}${comparisons.length > 0 ? `: ${comparisons.join('; ')}` : ''}`;
}

function compare(name: keyof FactColumns, value: number, rule: RuleStory): string {
  const { reason, surroundings, limit, side, isBeyond, applies } = rule;
  const bound = (text: string) => {
    const alone = isBeyond && !applies ? ', but not for this alone' : '';
    return `${reasonNames[reason]} ${side} ${text}${alone}`;
  };
  if (surroundings === null) return bound(figure(limit));
  if (differences.includes(name) || surroundings === 0) {
    const more = value - surroundings;
    const how = `${figure(Math.abs(more))} ${more < 0 ? 'less' : 'more'} than what surrounds it`;
    return `${how} (${bound(`${figure(limit - surroundings)} more`)})`;
  }
  // What surrounds it may be so little that the limit is no multiple of it.
  const shown = side === 'below' ? limit / surroundings : limit;
  const ratio = value / surroundings;
  return `${figure(ratio)} ${ratio > 1 ? 'times' : 'of'} what surrounds it (${bound(figure(shown))})`;
}
