import { FrameSieveError, type RunRecord, rowOf, type ScoreTable, shownPath } from '@framesieve/core';
import { counted } from '../counted.ts';
import type { Moment } from './parse-moment.ts';

/** Times are quotients of ticks; a time that people read off must find its frame all the same. */
const toleranceSeconds = 5e-4;

/** Where a frame is looked for. */
export interface ScoredFrames {
  readonly path: string;
  /** The run that ranks. */
  readonly run: RunRecord;
  readonly table: ScoreTable;
}

/**
 * Finds the row of a frame, or of the one that is shown at a time: the last of those that begin at or before it.
 *
 * @throws FrameSieveError `nothing-stored` where it was never scored: left out by sampling, past the end, or not reached.
 */
export function findFrame(moment: Moment, frames: ScoredFrames): number {
  if (moment.kind === 'time') return shownAt(moment.seconds, frames);
  const row = rowOf(frames.table, moment.ordinal);
  if (row < 0) throw notScored(`Frame ${moment.ordinal}`, moment.ordinal, frames);
  return row;
}

function shownAt(seconds: number, frames: ScoredFrames): number {
  const { ordinals, timeSeconds } = frames.table;
  let found = -1;
  let last = 0;
  for (let row = 0; row < timeSeconds.length; row++) {
    if (timeSeconds[row]! >= timeSeconds[last]!) last = row;
    if (timeSeconds[row]! > seconds + toleranceSeconds) continue;
    if (found < 0 || timeSeconds[row]! >= timeSeconds[found]!) found = row;
  }
  const shown = `The frame that is shown at ${shownSeconds(seconds)}`;
  if (found < 0) throw notScored(shown, null, frames);
  const isNextKnown = found === last || ordinals[found + 1] === ordinals[found]! + 1;
  if (isNextKnown && (found !== last || seconds < timeSeconds[last]! + interval(frames))) return found;
  const isEndKnown = found === last && ordinals[last] === (frames.run.frameCount ?? 0) - 1;
  throw isEndKnown
    ? notScored(shownSeconds(seconds), ordinals[last]! + 1, frames)
    : notScored(shown, null, frames);
}

/** How long the last frame is shown: as long as frames are on average, or one of the next frames would be. */
function interval({ run, table }: ScoredFrames): number {
  const { ordinals, timeSeconds } = table;
  const { frameRate } = run.decode.stream;
  const frames = (ordinals.at(-1) ?? 0) - (ordinals[0] ?? 0);
  const span = (timeSeconds.at(-1) ?? 0) - (timeSeconds[0] ?? 0);
  if (frames > 0 && span > 0) return span / frames;
  return frameRate ? frameRate.denominator / frameRate.numerator : toleranceSeconds;
}

function notScored(
  what: string,
  ordinal: number | null,
  { path, run, table }: ScoredFrames,
): FrameSieveError {
  const { ordinals, timeSeconds } = table;
  const { frameCount } = run;
  const isPastEnd = ordinal !== null && frameCount !== null && ordinal >= frameCount;
  const count = ordinals.length;
  const range =
    count === 0
      ? 'No frame of it is scored in the range and sample that were asked for.'
      : `${counted(count, 'frame')} of it ${count === 1 ? 'is' : 'are'} scored, from ${ordinals[0]} (${shownSeconds(timeSeconds[0]!)}) to ${ordinals.at(-1)} (${shownSeconds(timeSeconds.at(-1)!)}).`;
  return new FrameSieveError({
    code: 'nothing-stored',
    message: isPastEnd
      ? `${what} is past the end of "${shownPath(path)}", which has ${counted(frameCount, 'frame')}.`
      : `${what} of "${shownPath(path)}" has not been scored by ${run.metric.id}.`,
    hint: `${range}${isPastEnd ? ' Frames are counted from 0.' : ''}`,
  });
}

function shownSeconds(seconds: number): string {
  return `${Number(seconds.toFixed(3))} s`;
}
