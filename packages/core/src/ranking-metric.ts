import type { SelectionSettings } from './selector.ts';

/**
 * The metric that ranks a frame under settings: the one that refines, where the frame has a score by it; else the first that
 * has a weight and a score.
 *
 * @param scores by metric id, in the order of the metrics; `null` where one is undefined.
 * @returns its id; `null` where none ranks the frame.
 */
export function rankingMetric(
  scores: Readonly<Record<string, number | null>>,
  { refinedBy, weights }: Pick<SelectionSettings, 'refinedBy' | 'weights'>,
): string | null {
  if (refinedBy && typeof scores[refinedBy] === 'number') return refinedBy;
  const ranks = ([id, score]: readonly [string, number | null]) =>
    score !== null && id !== refinedBy && (Object.hasOwn(weights, id) ? weights[id]! : 1) > 0;
  return Object.entries(scores).find(ranks)?.[0] ?? null;
}
