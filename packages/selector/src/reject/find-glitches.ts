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
/** Of several frames, that may be a drawing that is shown for so long. */
const leastOwnBitsOfSeveral = 6;

/**
 * Finds frames that don't belong to what is around them, as those with bars, blocks and torn lines of a damaged video: one,
 * or up to three in a row, into and out of which the picture changes so many times as much as around them, while what is
 * before and what is after is one picture. Motion changes the picture for longer, or doesn't bring it back; where every other
 * frame repeats, none of two changes in a row is much. Of the changes around it the second largest counts, so that a cut
 * near by hides nothing. Where the frames beside it were not sampled, nothing is known.
 *
 * @param times how many times the change around it.
 * @returns what change is usual there, for the rows of glitches; NaN for all others.
 */
export function findGlitches(table: ScoreTable, times: number): Float32Array {
  const { change, contrast, meanLuma, ordinals, perceptualHash } = table;
  const distance = createHashDistance(perceptualHash);
  const usual = new Float32Array(ordinals.length).fill(Number.NaN);
  for (let start = 1; start < ordinals.length - 1; start++) {
    if (!(change[start]! >= leastChange)) continue;
    for (let end = start + 1; end <= start + longest && end < ordinals.length; end++) {
      const least = Math.min(change[start]!, change[end]!);
      if (!(least >= leastChange) || ordinals[end]! - ordinals[start - 1]! !== end - start + 1) continue;
      const around = changeAround(start, end);
      if (!(least > times * around) || !isOther(start, end, least)) continue;
      usual.fill(around, start, end);
      break;
    }
  }
  return usual;

  /** The second largest change beside rows `[start, end)`, or the largest within them; NaN where less than two are known. */
  function changeAround(start: number, end: number): number {
    let largest = Number.NaN;
    let second = Number.NaN;
    const take = (value: number | undefined) => {
      if (value === undefined || Number.isNaN(value)) return;
      if (!(value <= largest)) [largest, second] = [value, largest];
      else if (!(value <= second)) second = value;
    };
    for (let k = 1; k <= neighbours; k++) {
      take(change[start - k]);
      take(change[end + k]);
    }
    for (let row = start + 1; row < end; row++) if (!(change[row]! <= second)) second = change[row]!;
    return second;
  }

  /** Whether rows `[start, end)` show something else than the rows on either side, which show the same. */
  function isOther(start: number, end: number, changed: number): boolean {
    const before = start - 1;
    const bits = distance(before, end);
    if (bits > mostDifferentBits) return false;
    let own = 64;
    for (let row = start; row < end; row++) own = Math.min(own, distance(before, row), distance(row, end));
    if (end - start > 1) return own - bits >= leastOwnBitsOfSeveral;
    if (bits - own > mostBitsMore) return false;
    return (
      own - bits >= leastOwnBits || Math.max(leaving(meanLuma), leaving(contrast)) >= leastShare * changed
    );

    function leaving(fact: Float32Array): number {
      const [one, other, value] = [fact[before]!, fact[end]!, fact[start]!];
      return Math.max(Math.min(one, other) - value, value - Math.max(one, other));
    }
  }
}
