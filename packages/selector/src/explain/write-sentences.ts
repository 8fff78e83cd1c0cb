import type { OwnReason, SelectionSettings } from '@framesieve/core';
import { describeFact, reasonNames } from './describe-fact.ts';
import { boundsText, scoreText, secondsText } from './figures.ts';
import type {
  FrameStory,
  PickStory,
  PlacedFrame,
  PreferredFrame,
  PreferredPick,
  StretchStory,
  Threshold,
} from './frame-story.ts';

type Told = Omit<FrameStory, 'sentences'>;

/** Says why a frame was picked or not, and who was instead: the most important first. */
export function writeSentences(story: Told, settings: SelectionSettings): readonly string[] {
  const { verdict, stretch, isFluke } = story;
  const sentences: string[] = [];
  if (verdict.kind === 'picked') {
    const { rank, tier, reason } = verdict.pick;
    return [`Rank ${rank}. ${tier === 'requested' ? 'You added it by hand.' : reason}`];
  }
  if (verdict.kind === 'rejected') sentences.push(...describeRejection(story, settings));
  else sentences.push(describeShortfall(story, verdict.top), ...describeRefinement(story));
  if (verdict.kind === 'not-good-enough' && verdict.tooNear)
    sentences.push(describeNearness(verdict.tooNear, settings));
  if (isFluke)
    sentences.push(
      'It is better than both of its neighbours, which show the same: it counts as the better of them.',
    );
  sentences.push(stretch ? describeStretch(story, stretch) : describeShot(story));
  return sentences;
}

function describeRejection(story: Told, settings: SelectionSettings): readonly string[] {
  const { verdict } = story;
  if (verdict.kind !== 'rejected') return [];
  const { reason, inFavourOf, takenOut = null } = verdict;
  if (reason === 'removed') return ['You took it out by hand.'];
  if (reason === 'gap' || reason === 'duplicate' || reason === 'quota') {
    const preferred = namePreferred(inFavourOf, takenOut);
    return [
      `Passed over in favour of ${preferred}: ${conflictText(reason, inFavourOf ?? takenOut, settings)}.`,
    ];
  }
  return [`Rejected, as it is ${reasonNames[reason]}${evidence(story, reason)}.`];
}

function namePreferred(pick: PreferredPick | null, takenOut: PreferredFrame | null): string {
  if (takenOut) return `${nameFrame(takenOut)}, which you have taken out by hand since`;
  return pick === null ? 'another frame' : namePick(pick);
}

function conflictText(
  reason: 'gap' | 'duplicate' | 'quota',
  pick: PreferredFrame | null,
  { minGapSeconds, maxHashDistance, maxPerShot }: SelectionSettings,
): string {
  if (reason === 'gap') {
    const distance = pick === null ? '' : `it is ${secondsText(pick.distanceSeconds)} away, and `;
    return `${distance}picks keep ${secondsText(minGapSeconds)} apart`;
  }
  if (reason === 'duplicate') {
    const bits = pick === null ? '' : `, as ${pick.distanceBits} of 64 bits of their hashes differ`;
    return `it shows the same${bits} (limit ${maxHashDistance ?? 0})`;
  }
  return `of one shot at most ${maxPerShot ?? 0} may be picked`;
}

/** The facts by which a frame was rejected for what it is. */
function evidence({ facts, transition, isCorrupt }: Told, reason: OwnReason): string {
  if (reason === 'damaged' && isCorrupt) return ': its decoder says so';
  if ((reason === 'fade' || reason === 'crossfade') && transition) return ` (${boundsText(transition)})`;
  const telling = facts
    .map(fact => ({ ...fact, rules: fact.rules.filter(rule => rule.reason === reason && rule.applies) }))
    .filter(({ rules }) => rules.length > 0);
  const told = telling.length > 0 ? `: ${telling.map(describeFact).join('; ')}` : '';
  return reason === 'damaged' ? `${told}, and after it the picture is as before` : told;
}

function describeShortfall({ metrics }: Told, top: Threshold | null): string {
  if (top === null) return 'Not picked: no best frames were asked for.';
  const { place, of, needed, score } = top;
  const own = `it has place ${place} among the ${of} frames that are not rejected for what they are`;
  if (needed === 0) return `Not picked: ${own}, and no best frames were asked for.`;
  const id = metrics.length === 1 && score !== null ? ` (${metrics[0]!.id} ${scoreText(score)})` : '';
  return `Not good enough: ${own}; to be one of the best it needed place ${needed}${id} or better.`;
}

/** Why a frame that was not looked at by the metric that refines stood behind others. */
function describeRefinement({ metrics }: Told): readonly string[] {
  const strong = metrics.find(({ refines }) => refines);
  if (!strong || strong.score !== null) return [];
  return strong.isScored
    ? [`${strong.id} is not defined for it, so it ranks behind all frames that have a score by it.`]
    : [`It was not among the frames that ${strong.id} refined, which rank before all others.`];
}

function describeNearness(pick: PreferredPick, { minGapSeconds }: SelectionSettings): string {
  const { distanceSeconds, distanceBits } = pick;
  const why =
    distanceSeconds < minGapSeconds
      ? `${secondsText(distanceSeconds)} away`
      : `the same picture, but for ${distanceBits} of 64 bits of their hashes`;
  return `Nor could it have been picked beside ${namePick(pick)}: that is ${why}.`;
}

function describeStretch(story: Told, { name, picks, best }: StretchStory): string {
  const { ordinal } = story;
  const [pick, ...others] = picks;
  const where = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (pick) {
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    const why = isWorse(pick, story) ? '; it is worse, but of a passage that had no pick' : '';
    return `${where} has ${namePick(pick)}${more}${why}.`;
  }
  if (best === null) return `${where} has no pick: all of its frames are rejected for what they are.`;
  const whom = best.ordinal === ordinal ? 'it is the best of them' : `the best is ${nameFrame(best)}`;
  return `${where} has no pick; of its frames that are not rejected for what they are, ${whom}.`;
}

/** Whether coverage took a frame though this one is better: only for the sake of a passage without a pick. */
function isWorse(pick: PickStory, { verdict, rank, isFluke }: Told): boolean {
  if (verdict.kind !== 'not-good-enough' || verdict.tooNear || isFluke || pick.tier !== 'coverage')
    return false;
  return rank !== null && pick.place !== null && rank.place < pick.place;
}

function describeShot({ shot }: Told): string {
  const { number, of, picks } = shot;
  const where = `Shot ${number} of ${of} (${boundsText(shot)})`;
  return picks.length > 0 ? `${where} has ${picks.map(namePick).join(', ')}.` : `${where} has no pick.`;
}

function namePick(pick: PickStory): string {
  return `${nameFrame(pick)}, which has rank ${pick.rank} (${pick.tier})`;
}

function nameFrame({ ordinal, timeSeconds, place, score }: PlacedFrame): string {
  const figures = [secondsText(timeSeconds), place === null ? null : `place ${place}`, scoreText(score)];
  return `frame ${ordinal} (${figures.filter(text => text !== null).join(', ')})`;
}
