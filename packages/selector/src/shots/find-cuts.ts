import type { ScoreTable } from '@framesieve/core';
import { countBits, createHashDistance, halvesOf } from '../rows/hash-distance.ts';
import { paceOf } from '../rows/timeline.ts';

/** Least of the bits that differ between two pictures; 32 is what chance gives. */
const leastDifferentBits = 14;
/** So many are no accident, nor what clipping does to one picture. */
const manyDifferentBits = 20;
/** Least of the bits that are set in one of two pictures alone, whichever has fewer: clipping only takes bits away. */
const leastOwnBits = 5;
const leastChange = 0.02;
/** How many times as much as its neighbourhood a cut changes; less where many bits do. */
const outstanding = 3;
const outstandingWithMany = 1.4;
/** Rows on either side that make up the neighbourhood. */
const neighbours = 8;
/** How long something else may be shown, after which the picture goes on, without being a shot. */
const interruptionSeconds = 0.35;
/** The same where few bits differ, as between a picture and itself in another exposure. */
const longInterruptionSeconds = 2;
const mostDifferentBitsAfter = 8;
/** Rows that are looked at for that, however many there are in that time. */
const mostRows = 128;

/**
 * Finds the rows at which another picture begins at once. There, both the hash and (where it is known) luma change a
 * multiple of what they do around it, so that fast motion is none. A flash or a damaged frame, after which the picture
 * goes on, is none either.
 *
 * @param blank rows of no picture at all, that say nothing about what is shown.
 * @returns the first row of each new picture, ascending.
 */
export function findCuts(table: ScoreTable, blank: Uint8Array): readonly number[] {
  const { change, ordinals, timeSeconds, perceptualHash } = table;
  const length = ordinals.length;
  const distance = createHashDistance(perceptualHash);
  const halves = halvesOf(perceptualHash);
  const rowsIn = paceOf(timeSeconds);
  const bits = new Uint8Array(length);
  for (let row = 1; row < length; row++) bits[row] = distance(row - 1, row);
  const cuts: number[] = [];
  for (let row = 1; row < length; row++) if (isCut(row) && !isInterruption(row)) cuts.push(row);
  return cuts;

  function isCut(row: number): boolean {
    const differing = bits[row]!;
    if (differing < leastDifferentBits || blank[row] || blank[row - 1]) return false;
    const many = differing >= manyDifferentBits;
    const changed = change[row]!;
    if (ordinals[row]! - ordinals[row - 1]! === 1 && !Number.isNaN(changed)) {
      if (changed < leastChange || !standsOut(change, row, many ? outstandingWithMany : outstanding))
        return false;
    }
    return standsOut(bits, row, outstanding) && (many || ownBits(row - 1, row) >= leastOwnBits);
  }

  /** Whether at least half of the rows around this one have so many times less. */
  function standsOut(values: Float32Array | Uint8Array, row: number, times: number): boolean {
    const most = values[row]! / times;
    const end = Math.min(length, row + neighbours + 1);
    let less = 0;
    let more = 0;
    for (let i = Math.max(1, row - neighbours); i < end; i++) {
      if (i === row) continue;
      if (values[i]! <= most) less++;
      else if (values[i]! > most) more++;
    }
    return less >= more;
  }

  function ownBits(a: number, b: number): number {
    const count = (one: number, other: number) =>
      countBits(halves[2 * one]! & ~halves[2 * other]!) +
      countBits(halves[2 * one + 1]! & ~halves[2 * other + 1]!);
    return Math.min(count(a, b), count(b, a));
  }

  /** Whether what was shown before comes again soon, or what comes was shown a moment ago. */
  function isInterruption(row: number): boolean {
    const seconds = bits[row]! < manyDifferentBits ? longInterruptionSeconds : interruptionSeconds;
    const longest = Math.min(mostRows, rowsIn(seconds));
    for (let gap = 1; gap <= longest; gap++) {
      if (row + gap < length && distance(row - 1, row + gap) <= mostDifferentBitsAfter) return true;
      if (row - 1 - gap >= 0 && distance(row, row - 1 - gap) <= mostDifferentBitsAfter) return true;
    }
    return false;
  }
}
