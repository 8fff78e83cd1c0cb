import { formatClock, formatScore } from '@framesieve/report/format';
import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import type { PickView } from '../../../src/api/selection.ts';
import type { DecodeView } from '../state/view.ts';
import { decimalsOf } from '../text/frame-text.ts';
import { tierNames } from '../text/reasons.ts';
import { type CurvePlot, gutter } from './plot.ts';

/** More would hide the curve; the best ones have the marks then. */
const mostMarks = 150;

interface MarksProps {
  readonly view: DecodeView;
  readonly plot: RefObject<CurvePlot | null>;
  /** Changes whenever the plot was drawn anew. */
  readonly layout: Signal<number>;
}

/** The visible picks as buttons on the curve. */
export function PickMarks({ view, plot, layout }: MarksProps) {
  layout.value;
  const range = view.range.value;
  const drawn = plot.current;
  if (!range || !drawn || !view.curve.value) return null;
  const { metric } = view.run.value;
  const visible = (view.selection.value?.picks ?? [])
    .filter(({ timeSeconds }) => timeSeconds >= range.from && timeSeconds <= range.to)
    .slice(0, mostMarks);
  const isCrowded = visible.length > 40;
  const place = (pick: PickView) => {
    const left = Math.max(gutter.left, drawn.leftOf(pick.timeSeconds));
    const score = pick.scores[metric];
    // Of a pick that this metric has no score for, the mark stands at the foot.
    const top = score === null || score === undefined ? null : drawn.topOf(score);
    return { left: `${left}px`, ...(top === null ? { bottom: '26px' } : { top: `${top}px` }) };
  };
  return (
    <ol class={isCrowded ? 'marks crowded' : 'marks'} aria-label="Picks on the curve">
      {visible
        .toSorted((a, b) => a.ordinal - b.ordinal)
        .map(pick => (
          <li key={pick.ordinal} style={place(pick)}>
            <button
              type="button"
              class={`mark ${pick.tier}`}
              aria-current={view.ordinal.value === pick.ordinal ? 'true' : undefined}
              aria-label={`Pick ${pick.rank}, ${tierNames[pick.tier]}, frame ${pick.ordinal}, ${formatClock(pick.timeSeconds, 2)}, score ${formatScore(pick.scores[metric], decimalsOf(view))}`}
              onClick={() => view.show(pick.ordinal, pick.timeSeconds)}
            >
              <span aria-hidden="true">{pick.rank}</span>
            </button>
          </li>
        ))}
    </ol>
  );
}
