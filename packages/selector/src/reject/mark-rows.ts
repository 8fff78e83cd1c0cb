import type { ScoreTable } from '@framesieve/core';
import type { Shot } from '../shots/shots.ts';
import { codeOf } from './own-reasons.ts';
import type { FactTest, Rule } from './rule.ts';
import { createPictureCheck } from './same-picture.ts';

/** How much nearer to the surroundings the limit is for a frame next to one that is beyond it: a stretch has no holes. */
const laxer = 0.25;

/**
 * Marks the rows that a rule applies to, unless they are marked already, and next to them those that are nearly beyond its
 * limits, whose limits it then sets to where they would have to be.
 */
export function markRows(codes: Uint8Array, table: ScoreTable, { reason, tests }: Rule): void {
  const code = codeOf(reason);
  const passed = codes.slice();
  for (const test of tests) passBy(passed, test, table);
  let count = 0;
  for (let row = 0; row < codes.length; row++) {
    if (passed[row] !== 0) continue;
    codes[row] = code;
    count++;
  }
  if (count === 0 || tests.some(({ surroundings }) => surroundings === null)) return;
  for (let row = 1; row < codes.length; row++) joinNeighbour(codes, table, tests, code, row, row - 1);
  for (let row = codes.length - 2; row >= 0; row--) joinNeighbour(codes, table, tests, code, row, row + 1);
}

/** Marks a row too if its neighbour is marked, and all its limits are passed where they are a part laxer. */
function joinNeighbour(
  codes: Uint8Array,
  table: ScoreTable,
  tests: readonly FactTest[],
  code: number,
  row: number,
  neighbour: number,
): void {
  if (codes[row] !== 0 || codes[neighbour] !== code) return;
  for (const { fact, side, surroundings, limits } of tests) {
    if (typeof limits === 'number') return;
    const lax = limits[row]! + laxer * (surroundings![row]! - limits[row]!);
    const value = table[fact][row]!;
    if (!(side === 'below' ? value < lax : value > lax)) return;
  }
  for (const { surroundings, limits } of tests) {
    if (typeof limits !== 'number') limits[row]! += laxer * (surroundings![row]! - limits[row]!);
  }
  codes[row] = code;
}

/** Takes back what a rule has marked where the picture is another one; its limits don't apply there. */
export function keepOtherPictures(
  codes: Uint8Array,
  table: ScoreTable,
  { reason, tests }: Rule,
  shots: readonly Shot[],
): void {
  const code = codeOf(reason);
  if (!codes.includes(code)) return;
  const { fact, surroundings } = tests.at(-1)!;
  const isSame = createPictureCheck(table, fact);
  for (const shot of shots) {
    for (let start = shot.start; start < shot.end; start++) {
      if (codes[start] !== code) continue;
      let end = start + 1;
      while (end < shot.end && codes[end] === code) end++;
      if (!isSame({ start, end }, shot, surroundings![start]!)) {
        codes.fill(0, start, end);
        for (const { limits } of tests) if (typeof limits !== 'number') limits.fill(Number.NaN, start, end);
      }
      start = end;
    }
  }
}

/** Marks the rows that a test doesn't apply to. */
function passBy(passed: Uint8Array, { fact, side, limits }: FactTest, table: ScoreTable): void {
  const values = table[fact];
  const column = typeof limits === 'number' ? new Float64Array(values.length).fill(limits) : limits;
  if (side === 'above') {
    for (let row = 0; row < passed.length; row++) if (!(values[row]! > column[row]!)) passed[row] = 1;
  } else {
    for (let row = 0; row < passed.length; row++) if (!(values[row]! < column[row]!)) passed[row] = 1;
  }
}
