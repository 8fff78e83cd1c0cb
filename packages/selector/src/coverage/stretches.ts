import type { ScoreTable } from '@framesieve/core';
import { extentOf } from '../rows/timeline.ts';
import type { Shot } from '../shots/shots.ts';

/** What each gets a frame of its own, by coverage. */
export interface Stretches {
  /** Number of stretches. */
  readonly count: number;
  /** Most stretches that get one. */
  readonly picks: number;
  /** Stretch of each row, 0-based. */
  readonly ofRow: Uint32Array;
  /** Names a stretch and its bounds for a person. */
  describe(stretch: number): string;
}

/** Divides the time from the first frame to the last into `count` stretches of equal length. */
export function divideByTime({ timeSeconds }: ScoreTable, count: number): Stretches {
  const { startSeconds, endSeconds } = extentOf(timeSeconds);
  const length = (endSeconds - startSeconds) / count;
  const ofRow = new Uint32Array(timeSeconds.length);
  for (let row = 0; row < ofRow.length; row++) {
    ofRow[row] = partOf(timeSeconds[row]!, startSeconds, length, count);
  }
  const describe = (stretch: number) => {
    const start = startSeconds + stretch * length;
    return `stretch ${stretch + 1} of ${count} (${bounds(start, start + length)})`;
  };
  return { count, picks: count, ofRow, describe };
}

/**
 * Divides a video into its shots, and those into stretches of equal length where there are more picks than shots with
 * candidates: each shot gets one, and the others are shared out by length (largest remainder). Where there are fewer, the
 * shots with the best frames get one.
 *
 * @param each picks for each shot, whatever its length; `null`: `picks` shared out by length.
 */
export function divideByShot(
  table: ScoreTable,
  shots: readonly Shot[],
  shotOf: Uint32Array,
  candidates: Uint32Array,
  picks: number,
  each: number | null,
): Stretches {
  const { timeSeconds } = table;
  const hasCandidate = new Uint8Array(shots.length);
  for (const row of candidates) hasCandidate[shotOf[row]!] = 1;
  const parts =
    each === null ? shareOut(shots, hasCandidate, picks) : shots.map(() => Math.max(1, Math.floor(each)));
  const firsts = new Uint32Array(shots.length);
  let count = 0;
  for (let shot = 0; shot < shots.length; shot++) {
    firsts[shot] = count;
    count += parts[shot]!;
  }
  const ofRow = new Uint32Array(timeSeconds.length);
  for (let row = 0; row < ofRow.length; row++) {
    const shot = shotOf[row]!;
    const { startSeconds, endSeconds } = shots[shot]!;
    const length = (endSeconds - startSeconds) / parts[shot]!;
    ofRow[row] = firsts[shot]! + partOf(timeSeconds[row]!, startSeconds, length, parts[shot]!);
  }
  const describe = (stretch: number) => {
    const shot = shotAt(firsts, stretch);
    const { startSeconds, endSeconds } = shots[shot]!;
    const name = `shot ${shot + 1} of ${shots.length}`;
    if (parts[shot] === 1) return `${name} (${bounds(startSeconds, endSeconds)})`;
    const length = (endSeconds - startSeconds) / parts[shot]!;
    const part = stretch - firsts[shot]!;
    const start = startSeconds + part * length;
    return `part ${part + 1} of ${parts[shot]} of ${name} (${bounds(start, start + length)})`;
  };
  return { count, picks: Math.min(picks, count), ofRow, describe };
}

function partOf(time: number, start: number, length: number, count: number): number {
  return length > 0 ? Math.max(0, Math.min(count - 1, Math.floor((time - start) / length))) : 0;
}

function bounds(start: number, end: number): string {
  return `${start.toFixed(1)}–${end.toFixed(1)} s`;
}

/** The last shot whose first stretch is not after this one: shots are never empty. */
function shotAt(firsts: Uint32Array, stretch: number): number {
  let low = 0;
  let high = firsts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (firsts[middle]! <= stretch) low = middle;
    else high = middle - 1;
  }
  return low;
}

function shareOut(shots: readonly Shot[], hasCandidate: Uint8Array, picks: number): readonly number[] {
  const parts = shots.map(() => 1);
  const open = shots.flatMap((_, shot) => (hasCandidate[shot] ? [shot] : []));
  const more = picks - open.length;
  if (more <= 0) return parts;
  const lengthOf = (shot: number) => Math.max(0, shots[shot]!.endSeconds - shots[shot]!.startSeconds);
  const total = open.reduce((sum, shot) => sum + lengthOf(shot), 0);
  const shares = open.map(shot => ({
    shot,
    share: (more * (total > 0 ? lengthOf(shot) : 1)) / (total || open.length),
  }));
  for (const { shot, share } of shares) parts[shot]! += Math.floor(share);
  const left = more - shares.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const byRemainder = shares.toSorted((a, b) => (b.share % 1) - (a.share % 1) || a.shot - b.shot);
  for (const { shot } of byRemainder.slice(0, left)) parts[shot]!++;
  return parts;
}
