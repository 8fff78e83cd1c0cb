import type { ScoreTable } from '@framesieve/core';
import { createHashDistance } from '../rows/hash-distance.ts';
import type { RowRange } from '../rows/sliding-quantile.ts';
import type { Shot } from './shots.ts';

/** Most differing bits between frames of shots that show the same thing. */
const mostDifferentBits = 10;
/** How many of the latest things shown are looked through, so that time stays linear in the number of shots. */
const latest = 32;

/** Rows in the order of what they show. */
export interface Contents {
  /** Rows in order of what they show, and then of rows. */
  readonly order: Uint32Array;
  /** The parts of `order` that show one thing. */
  readonly ranges: readonly RowRange[];
}

/**
 * Groups shots that show the same thing, as those of a conversation do that go to and fro between two cameras: where a
 * frame at the start, in the middle or at the end of one looks like such a frame of the other.
 *
 * @param excluded rows that say nothing about what is shown: those with another value than 0.
 */
export function groupShots(table: ScoreTable, shots: readonly Shot[], excluded: Uint8Array): Contents {
  const distance = createHashDistance(table.perceptualHash);
  const groups: { readonly shots: Shot[]; samples: readonly number[] }[] = [];
  for (const shot of shots) {
    const samples = samplesOf(shot, excluded);
    const looksLike = (others: readonly number[]) =>
      samples.some(row => others.some(other => distance(row, other) <= mostDifferentBits));
    let group = groups.length - 1;
    const oldest = Math.max(0, groups.length - latest);
    while (group >= oldest && !looksLike(groups[group]!.samples)) group--;
    if (group < oldest) groups.push({ shots: [shot], samples });
    else {
      groups[group]!.shots.push(shot);
      groups[group]!.samples = [...groups[group]!.samples.slice(-6), ...samples];
    }
  }
  const order = new Uint32Array(table.ordinals.length);
  const ranges: RowRange[] = [];
  let next = 0;
  for (const group of groups) {
    const start = next;
    for (const shot of group.shots) for (let row = shot.start; row < shot.end; row++) order[next++] = row;
    ranges.push({ start, end: next });
  }
  return { order, ranges };
}

function samplesOf({ start, end }: Shot, excluded: Uint8Array): readonly number[] {
  const middle = (start + end) >> 1;
  let first = start;
  while (first < end && excluded[first]) first++;
  let last = end - 1;
  while (last > first && excluded[last]) last--;
  return [first, middle, last].filter(row => row < end && excluded[row] === 0);
}
