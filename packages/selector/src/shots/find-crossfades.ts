import type { ScoreTable } from '@framesieve/core';
import { createHashDistance } from '../rows/hash-distance.ts';
import { paceOf } from '../rows/timeline.ts';
import type { Transition } from './transition.ts';

const lengthsSeconds = [0.3, 0.42, 0.6, 0.85, 1.2, 1.7, 2.4];
const leastRows = 8;
/** Least dip of the variance of luma, as a share of what it is before and after; 0.5 where pictures have nothing in common. */
const leastDip = 0.12;
/** Least contrast of the mixture, as a share of that of the more contrasty picture: half, unless one undoes the other. */
const leastMixed = 0.45;
/** The same of the other picture; one with less is as good as plain, and it is a fade. */
const leastOther = 0.35;
/** Most that variance changes from one row to the next, as a multiple of what the steepest part of the parabola does. */
const steepest = 2.5;
const leastDifferentBits = 14;
/** What the frame-to-frame changes add up to, as a multiple of the standard deviation between the two pictures. */
const changeRange = [0.3, 1.4] as const;
/** The same, with what changes by motion anyway. */
const mostChange = 2;
const mostAtOnce = 0.4;
/** Most that variance goes on changing next to it, as a multiple of the dip. */
const mostAround = 0.6;

/**
 * Finds cross-fades by what mixing does to figures: while (1 − a)·p + a·q goes from p to q, the variance of luma follows a
 * parabola that dips by a quarter of the variance of p − q in the middle (A. M. Alattar, "Detecting and compressing
 * dissolve regions in video sequences", 1993), and mean luma goes straight. And since each pixel goes straight, the changes
 * from frame to frame add up to the mean difference between p and q: what moves changes more than that on its way.
 *
 * @returns in order of rows, none overlapping another.
 */
export function findCrossfades(table: ScoreTable): readonly Transition[] {
  const { contrast, meanLuma, change, ordinals, timeSeconds, perceptualHash } = table;
  const distance = createHashDistance(perceptualHash);
  const rowsIn = paceOf(timeSeconds);
  const halves = [...new Set(lengthsSeconds.map(seconds => rowsIn(seconds) >> 1))].filter(
    half => 2 * half >= leastRows,
  );
  const sums = runningSums(change);
  const found: (Transition & { readonly dip: number })[] = [];
  for (let row = leastRows >> 1; row < contrast.length - 1; row++) {
    for (const half of halves) {
      const dip = dipAt(row, half);
      if (dip > 0) found.push({ kind: 'crossfade', start: row - half + 1, end: row + half, lost: 1, dip });
    }
  }
  return withoutOverlap(found);

  /** What would have changed in these rows at the pace of those before and after them, by motion. */
  function usualChange(from: number, to: number, half: number): number {
    const start = Math.max(1, from - half);
    const end = Math.min(change.length - 1, to + half);
    const before = from > start ? (sums[from + 1]! - sums[start + 1]!) / (from - start) : null;
    const after = end > to ? (sums[end + 1]! - sums[to + 1]!) / (end - to) : null;
    return (to - from) * (((before ?? after ?? 0) + (after ?? before ?? 0)) / 2);
  }

  /** How much variance dips at a row, if it is the middle of a cross-fade of `2·half` rows; else 0. */
  function dipAt(row: number, half: number): number {
    const [from, to] = [row - half, row + half];
    if (from < 0 || to >= contrast.length) return 0;
    const sides = (contrast[from]! ** 2 + contrast[to]! ** 2) / 2;
    const dip = sides - contrast[row]! ** 2;
    const most = Math.max(contrast[from]!, contrast[to]!);
    const least = Math.min(contrast[from]!, contrast[to]!);
    if (contrast[row]! < leastMixed * most || least < leastOther * most) return 0;
    if (!(dip >= leastDip * sides) || ordinals[to]! - ordinals[from]! !== to - from) return 0;
    const deviation = Math.sqrt(4 * dip + (meanLuma[to]! - meanLuma[from]!) ** 2);
    const sum = sums[to + 1]! - sums[from + 1]!;
    const mixing = sum - usualChange(from, to, half);
    if (!(mixing >= changeRange[0] * deviation && mixing <= changeRange[1] * deviation)) return 0;
    if (sum > mostChange * deviation) return 0;
    const bend = Math.abs(meanLuma[row]! - (meanLuma[from]! + meanLuma[to]!) / 2);
    if (bend > 0.15 * deviation || distance(from, to) < leastDifferentBits) return 0;
    const quarter = half >> 1;
    const slope = (contrast[to]! ** 2 - contrast[from]! ** 2) / (2 * half);
    for (const side of [-quarter, quarter]) {
      const shallow = sides + slope * side - contrast[row + side]! ** 2;
      if (shallow < 0.35 * dip || shallow > 1.1 * dip) return 0;
    }
    // Before and after it, there are the pictures themselves, which hardly change.
    const before = contrast[Math.max(0, from - quarter)]! ** 2 - contrast[from]! ** 2;
    const after = contrast[Math.min(contrast.length - 1, to + quarter)]! ** 2 - contrast[to]! ** 2;
    if (Math.max(Math.abs(before), Math.abs(after)) > mostAround * dip) return 0;
    for (let i = from + 1; i <= to; i++) {
      const step = Math.abs(contrast[i]! ** 2 - contrast[i - 1]! ** 2 - slope);
      if (change[i]! > mostAtOnce * sum || step > (steepest * 2 * dip) / half) return 0;
    }
    return dip / sides;
  }
}

/** Sums of the values before each index; what is unknown makes all later sums unknown only where it is used. */
function runningSums(values: Float32Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) {
    // A frame without a known change is no part of a sum: it counts as far more than any change.
    sums[i + 1] = sums[i]! + (Number.isNaN(values[i]!) ? 1e3 : values[i]!);
  }
  return sums;
}

/** Of those that overlap: the shortest of nearly the deepest, which has nothing else of the two pictures in it. */
function withoutOverlap(found: readonly (Transition & { readonly dip: number })[]): readonly Transition[] {
  const chosen: Transition[] = [];
  for (let i = 0; i < found.length; ) {
    let end = found[i]!.end;
    let next = i + 1;
    while (next < found.length && found[next]!.start < end) end = Math.max(end, found[next++]!.end);
    const group = found.slice(i, next);
    const deepest = group.reduce((most, { dip }) => Math.max(most, dip), 0);
    const best = group
      .filter(({ dip }) => dip >= 0.85 * deepest)
      .reduce((a, b) =>
        b.end - b.start < a.end - a.start || (b.end - b.start === a.end - a.start && b.dip > a.dip) ? b : a,
      );
    chosen.push({ kind: best.kind, start: best.start, end: best.end, lost: best.lost });
    i = next;
  }
  return chosen;
}
