import type { ScoreTable } from '@framesieve/core';
import { createHashDistance } from '../rows/hash-distance.ts';
import { paceOf } from '../rows/timeline.ts';
import type { Transition } from './transition.ts';

const longestSeconds = 4;
/** Fewer rows are a cut; a sample that has no more of them in a second can't tell. */
const leastRows = 4;
/** How much contrast may rise again within a fall, as a share of where it is. */
const wobble = 0.02;
/** What a fade does to mean luma may differ by this share from what it does to contrast, since its picture moves on. */
const tolerance = 0.35;
/** Most of a fade that one row may make up. */
const mostAtOnce = 0.45;
/** Most differing bits between the whole and the fading picture. */
const mostDifferentBits = 14;

/**
 * Finds fades to and from black and white. A fade scales a picture p towards a plain one c: g·p + (1 − g)·c. So contrast
 * falls by g over several frames, mean luma goes to c by the same g, and what is brighter than its neighbour stays so: the
 * difference hash hardly changes. A pan to a plain wall does neither of the latter.
 *
 * @param leastShare share of the picture's contrast that is lost, 0 … 1.
 * @returns in order of rows; a fade from black that follows one to black is a transition of its own.
 */
export function findFades(table: ScoreTable, leastShare: number): readonly Transition[] {
  const { contrast, meanLuma, timeSeconds } = table;
  const rowsIn = paceOf(timeSeconds);
  if (rowsIn(1) <= leastRows) return [];
  const distance = createHashDistance(table.perceptualHash);
  const longest = rowsIn(longestSeconds);
  const fades: Transition[] = [];
  for (const step of [1, -1] as const) {
    const first = step === 1 ? 0 : contrast.length - 1;
    for (let offset = 0; offset < contrast.length - 1; ) {
      const start = first + step * offset;
      const length = fallFrom(contrast, start, step);
      offset += Math.max(1, length);
      const fade = length < leastRows ? null : steepPart(contrast, start, length, step, longest);
      if (!fade || !isFade(fade)) continue;
      const [from, to] = step === 1 ? [fade.from + 1, fade.to + 1] : [fade.to, fade.from];
      fades.push({ kind: 'fade', start: from, end: to, lost: 1 - contrast[fade.to]! / contrast[fade.from]! });
    }
  }
  return fades.sort((a, b) => a.start - b.start);

  function isFade({ from, to, half, steepest }: Fall): boolean {
    const [whole, left] = [contrast[from]!, contrast[to]!];
    const lost = whole - left;
    if (!(lost >= leastShare * whole) || Math.abs(to - from) < leastRows || steepest > mostAtOnce * lost) {
      return false;
    }
    const share = left / whole;
    const [mean, last] = [meanLuma[from]!, meanLuma[to]!];
    const isTowards = (plain: number) => {
      const expected = (plain - mean) * (1 - share);
      return Math.abs(last - mean - expected) <= tolerance * Math.abs(expected);
    };
    return (isTowards(0) || isTowards(1)) && distance(from, half) <= mostDifferentBits;
  }
}

/** How many rows contrast goes on falling for, going by `step`. */
function fallFrom(contrast: Float32Array, start: number, step: 1 | -1): number {
  let least = contrast[start]!;
  let length = 0;
  for (let row = start + step; row >= 0 && row < contrast.length; row += step) {
    const value = contrast[row]!;
    if (!(value <= least * (1 + wobble) + 0.0005)) break;
    least = Math.min(least, value);
    length++;
  }
  return length;
}

interface Fall {
  /** Last row before it, with the whole contrast. */
  readonly from: number;
  /** First row of what is left in the end. */
  readonly to: number;
  /** First row at which about half is lost. */
  readonly half: number;
  /** Most that is lost from one row to the next. */
  readonly steepest: number;
}

/** The part of a fall in which nearly all of it happens: nothing slow before it, and nothing still after it. */
function steepPart(
  contrast: Float32Array,
  start: number,
  length: number,
  step: 1 | -1,
  longest: number,
): Fall {
  let bottom = start;
  for (let i = 1; i <= length; i++) {
    const row = start + step * i;
    if (contrast[row]! < contrast[bottom]!) bottom = row;
  }
  const least = contrast[bottom]!;
  let to = bottom;
  while (to !== start && contrast[to - step]! - least <= 0.03 * (contrast[start]! - least)) to -= step;
  let top = to;
  const reach = Math.min(longest, Math.abs(to - start));
  for (let i = 1; i <= reach; i++) {
    const row = to - step * i;
    if (contrast[row]! > contrast[top]!) top = row;
  }
  const most = contrast[top]!;
  let from = to;
  let half = to;
  let steepest = 0;
  while (from !== top && contrast[from]! < most - 0.05 * (most - least)) {
    if (contrast[from]! < (most + least) / 2) half = from;
    steepest = Math.max(steepest, contrast[from - step]! - contrast[from]!);
    from -= step;
  }
  return { from, to, half, steepest };
}
