import type { ScoreTable } from '@framesieve/core';
import { createHashDistance } from '../rows/hash-distance.ts';

/** Longest glitch, in frames. */
const longest = 3;
/** Frames on either side that say how much change is usual. */
const neighbours = 2;
/** Change that nobody sees. */
const leastChange = 0.006;
/** Most differing bits of what is before a glitch and what is after it. */
const mostDifferentBits = 10;
/** How many bits the two may differ in more than the glitch does from either: else the picture has just moved on. */
const mostBitsMore = 2;
/** A glitch differs in so many bits more from what is around it than that differs by itself, … */
const leastOwnBits = 3;
/** … or, if it is one frame, its mean luma or contrast leaves what is around it by this share of the change. */
const leastShare = 0.25;
/** Where it leaves it by this share, which motion hardly does, this part of the excess over the usual change is enough. */
const clearShare = 0.3;
const clearPart = 0.4;
/** Of several frames, that may be a drawing that is shown for so long. */
const leastOwnBitsOfSeveral = 6;

/** Glitches, as columns; NaN for rows of none. */
export interface Glitches {
  /** The change that is usual around one. */
  readonly usual: Float32Array;
  /** The change from which on it is one. */
  readonly limits: Float32Array;
}

/**
 * Finds frames that don't belong to what is around them, as those with bars, blocks and torn lines of a damaged video: one,
 * or up to three in a row, into and out of which the picture changes so many times as much as around them, while what is
 * before and what is after is one picture. Motion changes the picture for longer, or doesn't bring it back; where every other
 * frame repeats, none of two changes in a row is much. Of the changes around it the second largest counts, so that a cut
 * near by hides nothing. Where the frames beside it were not sampled, nothing is known.
 *
 * @param times how many times the change around it.
 */
export function findGlitches(table: ScoreTable, times: number): Glitches {
  const { change, contrast, meanLuma, ordinals, perceptualHash } = table;
  const distance = createHashDistance(perceptualHash);
  const usual = new Float32Array(ordinals.length).fill(Number.NaN);
  const limits = usual.slice();
  const limitFor = (around: number, part: number) => (1 + part * (times - 1)) * around;
  for (let start = 1; start < ordinals.length - 1; start++) {
    if (!(change[start]! >= leastChange)) continue;
    for (let end = start + 1; end <= start + longest && end < ordinals.length; end++) {
      const least = Math.min(change[start]!, change[end]!);
      if (!(least >= leastChange) || ordinals[end]! - ordinals[start - 1]! !== end - start + 1) continue;
      const around = changeAround(start, end);
      if (!(least > limitFor(around, clearPart))) continue;
      const limit = limitFor(around, partNeeded(start, end, least));
      if (!(least > limit)) continue;
      usual.fill(around, start, end);
      limits.fill(limit, start, end);
      break;
    }
  }
  return { usual, limits };

  /** The second largest change beside rows `[start, end)`, or the largest within them; NaN where less than two are known. */
  function changeAround(start: number, end: number): number {
    let within = 0;
    let largest = -1;
    let second = -1;
    const last = Math.min(change.length - 1, end + neighbours);
    for (let row = Math.max(0, start - neighbours); row <= last; row++) {
      const value = change[row]!;
      if (row === start || row === end || Number.isNaN(value)) continue;
      if (row > start && row < end) within = Math.max(within, value);
      else if (value > largest) {
        second = largest;
        largest = value;
      } else if (value > second) second = value;
    }
    return second < 0 ? Number.NaN : Math.max(within, second);
  }

  /**
   * The part of the excess that it takes where rows `[start, end)` show something else than the rows on either side, which
   * show the same; infinite where they don't.
   */
  function partNeeded(start: number, end: number, changed: number): number {
    const before = start - 1;
    const bits = distance(before, end);
    if (bits > mostDifferentBits) return Number.POSITIVE_INFINITY;
    let own = 64;
    for (let row = start; row < end; row++) own = Math.min(own, distance(before, row), distance(row, end));
    if (end - start > 1) return own - bits >= leastOwnBitsOfSeveral ? 1 : Number.POSITIVE_INFINITY;
    if (bits - own > mostBitsMore) return Number.POSITIVE_INFINITY;
    const share = Math.max(leaving(meanLuma), leaving(contrast)) / changed;
    if (share >= clearShare) return clearPart;
    return share >= leastShare || own - bits >= leastOwnBits ? 1 : Number.POSITIVE_INFINITY;

    function leaving(fact: Float32Array): number {
      const [one, other, value] = [fact[before]!, fact[end]!, fact[start]!];
      return Math.max(Math.min(one, other) - value, value - Math.max(one, other));
    }
  }
}
