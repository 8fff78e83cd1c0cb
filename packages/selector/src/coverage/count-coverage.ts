import type { CoverageSettings, ScoreTable } from '@framesieve/core';
import { createHashDistance } from '../rows/hash-distance.ts';
import { extentOf } from '../rows/timeline.ts';

/** Frames that are looked at for the variety of a video. */
const samples = 256;
/** Frames that differ in more bits than this show different things. */
const mostDifferentBits = 10;
const picksOfNoLength = 3;
const picksOfFirstMinute = 4;

/**
 * How many frames coverage asks for.
 *
 * - A number per video is that number; per minute and per shot it is multiplied by the minutes from the first frame to the
 *   last, and by the shots, rounded up, so that it is at least 1.
 * - `auto` is the lesser of what the length and what the variety of the video suggest, at least 1: 3 + 4·√minutes, rounded
 *   (5 for 15 seconds, 7 for a minute, 16 for ten, 34 for an hour); and the number of different pictures, counted in up to 256
 *   frames that are spread evenly over those that aren't rejected: each that differs from all that were counted before in
 *   more than 10 bits of the perceptual hash.
 *
 * It is never more than there are frames.
 *
 * @param candidates rows that are not rejected.
 * @param shots number of shots.
 */
export function countCoverage(
  { picks, per }: CoverageSettings,
  table: ScoreTable,
  candidates: Uint32Array,
  shots: number,
): number {
  if (picks === 0 || candidates.length === 0) return 0;
  const { startSeconds, endSeconds } = extentOf(table.timeSeconds);
  const minutes = (endSeconds - startSeconds) / 60;
  if (picks === 'auto') {
    const byLength = Math.round(picksOfNoLength + picksOfFirstMinute * Math.sqrt(minutes));
    return Math.min(byLength, countPictures(table, candidates));
  }
  const times = per === 'minute' ? minutes : per === 'shot' ? shots : 1;
  return Math.min(table.ordinals.length, Math.max(1, Math.ceil(picks * times - 1e-9)));
}

function countPictures({ perceptualHash }: ScoreTable, candidates: Uint32Array): number {
  const distance = createHashDistance(perceptualHash);
  const rows = candidates.toSorted();
  const step = Math.max(1, rows.length / samples);
  const pictures: number[] = [];
  for (let at = step / 2; at < rows.length; at += step) {
    const row = rows[Math.floor(at)]!;
    if (pictures.every(other => distance(other, row) > mostDifferentBits)) pictures.push(row);
  }
  return pictures.length;
}
