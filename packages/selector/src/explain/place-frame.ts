import type { ScoreColumn } from '@framesieve/core';
import type { Place } from './frame-story.ts';

/**
 * The place of a row among all that have a value: equal ones follow each other in order of rows.
 *
 * @param sign 1 where higher is better, -1 where lower is.
 * @returns `null` for a row without a value.
 */
export function placeOf(values: Float64Array, row: number, sign: 1 | -1): Place | null {
  const own = sign * values[row]!;
  if (Number.isNaN(own)) return null;
  let better = 0;
  let of = 0;
  for (let other = 0; other < values.length; other++) {
    const value = sign * values[other]!;
    if (Number.isNaN(value)) continue;
    of++;
    if (value > own || (value === own && other < row)) better++;
  }
  return { place: better + 1, of, percentile: of > 1 ? (100 * (of - 1 - better)) / (of - 1) : 100 };
}

/** The sign that makes higher values better. */
export function signOf({ direction }: Pick<ScoreColumn, 'direction'>): 1 | -1 {
  return direction === 'higher' ? 1 : -1;
}
