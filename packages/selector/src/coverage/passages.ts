import type { ScoreTable } from '@framesieve/core';
import { paceOf } from '../rows/timeline.ts';
import type { Shot } from '../shots/shots.ts';

/** Fewer frames, rejected or not, neither tear a passage apart nor make one. */
const leastSeconds = 0.2;

/** Parts of a video that are good throughout. */
export interface Passages {
  readonly count: number;
  /** Passage of each row, 0-based, ascending; −1 for rows of none. */
  readonly ofRow: Int32Array;
}

/** Finds the passages: what is left of a shot between stretches of rejected frames. */
export function findPassages(table: ScoreTable, rejected: Uint8Array, shots: readonly Shot[]): Passages {
  const ofRow = new Int32Array(rejected.length).fill(-1);
  const least = paceOf(table.timeSeconds)(leastSeconds);
  let count = 0;
  for (const { start, end } of shots) {
    for (let row = start; row < end; row++) {
      if (rejected[row]) continue;
      const first = row;
      let last = row;
      while (row < end && row - last <= least) {
        if (!rejected[row]) last = row;
        row++;
      }
      row = last;
      // A shot may be as short as it likes.
      if (last - first + 1 < least && !(first === start && last === end - 1)) continue;
      for (let i = first; i <= last; i++) if (!rejected[i]) ofRow[i] = count;
      count++;
    }
  }
  return { count, ofRow };
}
