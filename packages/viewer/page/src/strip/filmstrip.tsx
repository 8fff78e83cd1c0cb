import { isOwnReason } from '@framesieve/core/selection';
import { formatClock, formatScore } from '@framesieve/report/format';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { StripCell } from '../../../src/api/curve.ts';
import { pictureUrl } from '../api/client.ts';
import { Overview } from '../curve/overview.tsx';
import { gutter } from '../curve/plot.ts';
import { Hidden } from '../parts/hidden.tsx';
import type { DecodeView } from '../state/view.ts';
import { decimalsOf } from '../text/frame-text.ts';
import { reasonNames, tierNames } from '../text/reasons.ts';

type Mode = 'timeline' | 'picks';

/** Frames of the visible part of the timeline, or all picks, as pictures in a row. */
export function Filmstrip({ view }: { readonly view: DecodeView }) {
  const mode = useSignal<Mode>('timeline');
  const count = view.selection.value?.picks.length ?? 0;
  const choose = (next: Mode, label: string) => (
    <button type="button" aria-pressed={mode.value === next} onClick={() => (mode.value = next)}>
      {label}
    </button>
  );
  return (
    <section class="strip" aria-label="Filmstrip">
      <div class="strip-bar">
        <fieldset class="segmented" aria-label="Frames on the filmstrip">
          {choose('timeline', 'Timeline')}
          {choose('picks', `Picks ${count}`)}
        </fieldset>
        <Overview view={view} />
      </div>
      {mode.value === 'timeline' ? <TimelineStrip view={view} /> : <PickStrip view={view} />}
    </section>
  );
}

/** Height of the pictures, in pixels. */
const pictureHeight = 68;

/** Cells aligned with the curve above; each shows its best frame. */
function TimelineStrip({ view }: { readonly view: DecodeView }) {
  const host = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const cellWidth = Math.max(40, pictureHeight * view.decode.value.aspect);
  useEffect(() => {
    const element = host.current!;
    const observer = new ResizeObserver(() => {
      width.value = element.clientWidth;
      // Cells hold a power of two of frames: they become 0.7 to 1.4 times as wide as a picture.
      view.cells.value = Math.max(1, Math.floor(width.value / (cellWidth * 0.7)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [view, cellWidth]);
  const range = view.range.value;
  const strip = view.strip.value;
  const cells = strip?.cells.filter(({ from, to }) => range && to > range.from && from < range.to) ?? [];
  const stop = stopOf(cells, view);
  const pixels = range ? width.value / Math.max(1e-9, range.to - range.from) : 0;
  return (
    <div
      class="timeline-strip"
      ref={host}
      style={{ marginLeft: `${gutter.left}px`, marginRight: `${gutter.right}px` }}
    >
      {range &&
        cells.map(cell => (
          <Cell
            key={`${strip?.step} ${cell.cell}`}
            view={view}
            frame={cell}
            reason={cell.reason}
            left={(cell.from - range.from) * pixels}
            // A long frame, or the last of a cell that has few, is no wider than its picture twice.
            width={Math.max(2, Math.min((cell.to - cell.from) * pixels, cellWidth * 2.2) - 2)}
            isStop={cell === stop}
          />
        ))}
    </div>
  );
}

/** All picks in order of time, of which only those in sight are there. */
function PickStrip({ view }: { readonly view: DecodeView }) {
  const host = useRef<HTMLDivElement>(null);
  const scroll = useSignal({ left: 0, width: 0 });
  const picks = view.picksInTime.value;
  const cellWidth = Math.round(pictureHeight * view.decode.value.aspect) + 4;
  const look = ({ scrollLeft: left, clientWidth: width }: Element) => {
    scroll.value = { left, width };
  };
  useEffect(() => {
    const element = host.current!;
    const observer = new ResizeObserver(() => look(element));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const at = picks.findIndex(({ ordinal }) => ordinal === view.ordinal.value);
    if (at < 0) return;
    const element = host.current!;
    const [left, right] = [at * cellWidth, (at + 1) * cellWidth];
    if (left < element.scrollLeft) element.scrollLeft = left - cellWidth;
    if (right > element.scrollLeft + element.clientWidth)
      element.scrollLeft = right + cellWidth - element.clientWidth;
  }, [view.ordinal.value, picks]);
  const { left, width } = scroll.value;
  const first = Math.max(0, Math.floor(left / cellWidth) - 3);
  const shown = picks.slice(first, Math.ceil((left + width) / cellWidth) + 3);
  const stop = stopOf(shown, view);
  return (
    <div class="pick-strip" ref={host} onScroll={event => look(event.currentTarget)}>
      <div style={{ width: `${picks.length * cellWidth}px` }}>
        {shown.map((pick, i) => (
          <Cell
            key={pick.ordinal}
            view={view}
            frame={{ ...pick, score: pick.scores[view.run.value.metric] ?? null }}
            reason={null}
            left={(first + i) * cellWidth}
            width={cellWidth - 4}
            isStop={pick === stop}
          />
        ))}
      </div>
      {picks.length === 0 && <p class="quiet">Nothing is picked.</p>}
    </div>
  );
}

/** Which of the cells in sight the tab key stops at. */
function stopOf<Frame extends Pick<StripCell, 'ordinal'>>(
  cells: readonly Frame[],
  view: DecodeView,
): Frame | null {
  return cells.find(({ ordinal }) => ordinal === view.ordinal.value) ?? cells[0] ?? null;
}

/** Pixels from which on a cell has room for its time, too. */
const roomForTime = 110;

interface CellProps {
  readonly view: DecodeView;
  readonly frame: Pick<StripCell, 'ordinal' | 'timeSeconds' | 'score'>;
  readonly reason: StripCell['reason'];
  /** In pixels. */
  readonly left: number;
  readonly width: number;
  /** Whether the tab key stops here: at the current frame, or where that is not in sight, at the first. */
  readonly isStop: boolean;
}

function Cell({ view, frame: { ordinal, timeSeconds, score }, reason, left, width, isStop }: CellProps) {
  const pick = view.picksByOrdinal.value.get(ordinal) ?? null;
  const isCurrent = view.ordinal.value === ordinal;
  return (
    <button
      type="button"
      class={[
        'cell',
        pick?.tier ?? '',
        reason && isOwnReason(reason) ? 'rejected' : '',
        width < roomForTime ? 'narrow' : '',
      ].join(' ')}
      style={{ left: `${left}px`, width: `${width}px` }}
      data-ordinal={ordinal}
      // One stop for the tab key: the arrow keys go on from there.
      tabIndex={isStop ? 0 : -1}
      aria-current={isCurrent ? 'true' : undefined}
      title={pick ? pick.reason : reason ? reasonNames[reason] : ''}
      onClick={() => view.show(ordinal, timeSeconds)}
      onDblClick={() => view.toggleByHand(ordinal)}
    >
      {view.video.value.isFound ? (
        <img
          src={pictureUrl(view.decodeId, ordinal, 'thumb')}
          alt=""
          draggable={false}
          onError={hide}
          onLoad={reveal}
        />
      ) : (
        <span class="no-picture" />
      )}
      {pick && (
        <b class="rank">
          <Hidden>Pick </Hidden>
          {pick.rank}
          <Hidden>, {tierNames[pick.tier]}, </Hidden>
        </b>
      )}
      <span class="caption">
        <span>
          <Hidden>frame </Hidden>
          {ordinal}
        </span>
        <span class="time">{formatClock(timeSeconds, 1)}</span>
        <span>
          <Hidden>, score </Hidden>
          {formatScore(score, decimalsOf(view))}
          {reason && <Hidden>, {reasonNames[reason]}</Hidden>}
        </span>
      </span>
    </button>
  );
}

/** A picture that can't be had leaves its place empty. */
function hide({ currentTarget }: { readonly currentTarget: HTMLImageElement }): void {
  currentTarget.style.opacity = '0';
}

function reveal({ currentTarget }: { readonly currentTarget: HTMLImageElement }): void {
  currentTarget.style.opacity = '';
}
