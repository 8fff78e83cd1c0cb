import { formatClock, formatScore, scoreDecimals } from '@framesieve/report/format';
import type { FrameView } from '../../../src/api/selection.ts';
import type { DecodeView } from '../state/view.ts';
import { reasonNames, tierNames } from './reasons.ts';

/** Decimals in which the scores of the curve that is shown can be told apart. */
export function decimalsOf(view: DecodeView): number {
  const range = view.curve.value?.scoreRange;
  return scoreDecimals(range ? range[1] - range[0] : 1);
}

/** A frame in one line, e.g. `frame 94, 0:03.76, score 4.31, pick 2 (top)`. */
export function frameText(frame: FrameView, view: DecodeView): string {
  const shown = frame.scores.find(({ metric }) => metric === view.run.value.metric);
  return [
    `frame ${frame.ordinal}`,
    formatClock(frame.timeSeconds, 2),
    `score ${formatScore(shown?.score, decimalsOf(view))}`,
    ...(frame.pick ? [`pick ${frame.pick.rank} (${tierNames[frame.pick.tier]})`] : []),
    ...(frame.rejection ? [reasonNames[frame.rejection]] : []),
  ].join(', ');
}
