import type { FactColumns, ScoreTable } from '@framesieve/core';
import { createHashDistance } from '../rows/hash-distance.ts';
import type { RowRange } from '../rows/sliding-quantile.ts';
import { paceOf } from '../rows/timeline.ts';

/** Most differing bits of one picture before and after: what is clipped or blurred loses some. */
const mostDifferentBits = 14;
/** Longest that it takes a defect to come or to go. */
const longestSeconds = 1.5;
/** Least part of the whole difference that is seen where a stretch begins or ends. */
const leastPart = 0.5;

/** Whether a stretch is of the same picture as what surrounds it. */
export type PictureCheck = (stretch: RowRange, shot: RowRange, usual: number) => boolean;

/**
 * Tells stretches that show the same, but worse, from those that show something else: where the former begin or end, the
 * fact changes and the picture stays. A camera that turns from a meadow to a wall, or a page that comes into sight, has no
 * such border, and no defect.
 *
 * The check takes a stretch of rows, the shot that it lies in, and what is usual for the fact around it. Where neither end of
 * the stretch has a row of the same shot to compare with, it passes.
 */
export function createPictureCheck(table: ScoreTable, fact: keyof FactColumns): PictureCheck {
  const values = table[fact];
  const distance = createHashDistance(table.perceptualHash);
  const longest = paceOf(table.timeSeconds)(longestSeconds);
  return ({ start, end }, shot, usual) => {
    const least = leastPart * Math.abs(meanOf(values, start, end) - usual);
    const isBorder = (outer: number, inner: number) =>
      Math.abs(values[inner]! - values[outer]!) >= least && distance(outer, inner) <= mostDifferentBits;
    for (let k = 1; k <= longest; k *= 2) {
      const before = start - k;
      if (before >= shot.start && isBorder(before, Math.min(start + k, end) - 1)) return true;
      const after = end - 1 + k;
      if (after < shot.end && isBorder(after, Math.max(end - k, start))) return true;
    }
    return start === shot.start && end === shot.end;
  };
}

function meanOf(values: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let row = start; row < end; row++) sum += values[row]!;
  return sum / (end - start);
}
