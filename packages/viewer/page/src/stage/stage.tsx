import { formatClock, formatScore } from '@framesieve/report/format';
import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import type { DecodeView, Position } from '../state/view.ts';
import { fileMissing } from '../text/file-missing.ts';
import { decimalsOf } from '../text/frame-text.ts';
import { tierNames } from '../text/reasons.ts';
import { Picture } from './picture.tsx';
import { usePointer } from './use-pointer.ts';
import { fitted, type Zoom } from './zoom.ts';

/** The current frame, large; beside it the one that it is compared with. */
export function Stage({ view, zoom }: { readonly view: DecodeView; readonly zoom: Signal<Zoom> }) {
  const at = view.position.value;
  const pinned = view.pinned.value;
  return (
    <section class={pinned ? 'stage comparing' : 'stage'} aria-label="Frame">
      {pinned && <Pane view={view} at={pinned} zoom={zoom} label="Pinned" />}
      {at ? (
        <Pane view={view} at={at} zoom={zoom} label={pinned ? 'Current' : null} />
      ) : (
        <div class="pane empty">
          <p class="quiet">No frame is chosen. Choose one on the curve or the filmstrip.</p>
        </div>
      )}
      {at && <Steps view={view} zoom={zoom} />}
    </section>
  );
}

interface PaneProps {
  readonly view: DecodeView;
  readonly at: Position;
  readonly zoom: Signal<Zoom>;
  readonly label: string | null;
}

function Pane({ view, at, zoom, label }: PaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const isDragging = usePointer(host, zoom);
  const { aspect } = view.decode.value;
  return (
    <figure class="pane">
      <div
        ref={host}
        class={['frame', zoom.value.scale > 1 ? 'enlarged' : '', isDragging.value ? 'dragging' : ''].join(
          ' ',
        )}
      >
        {view.video.value.isFound ? (
          <Picture decodeId={view.decodeId} ordinal={at.ordinal} aspect={aspect} zoom={zoom.value} />
        ) : (
          <p class="problem">{fileMissing}</p>
        )}
      </div>
      <Caption view={view} at={at} label={label} />
    </figure>
  );
}

function Caption({ view, at, label }: Omit<PaneProps, 'zoom'>) {
  const frame = view.frame.value?.ordinal === at.ordinal ? view.frame.value : null;
  const pick = view.picksByOrdinal.value.get(at.ordinal);
  const score =
    frame?.scores.find(({ metric }) => metric === view.run.value.metric)?.score ??
    pick?.scores[view.run.value.metric];
  return (
    <figcaption>
      {label && <span class="label">{label}</span>}
      <strong>Frame {at.ordinal}</strong>
      {at.timeSeconds !== null && <span>{formatClock(at.timeSeconds, 3)}</span>}
      {score !== undefined && <span>{formatScore(score, decimalsOf(view))}</span>}
      {pick && (
        <span class={`badge ${pick.tier}`}>
          pick {pick.rank} · {tierNames[pick.tier]}
        </span>
      )}
    </figcaption>
  );
}

function Steps({ view, zoom }: { readonly view: DecodeView; readonly zoom: Signal<Zoom> }) {
  const isPinned = view.pinned.value !== null;
  return (
    <div class="steps">
      <button
        type="button"
        class="tool"
        title="Frame before (←)"
        aria-label="Frame before"
        onClick={() => view.step(-1)}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        class="tool"
        title="Next frame (→)"
        aria-label="Next frame"
        onClick={() => view.step(1)}
      >
        <Icon name="right" />
      </button>
      <button
        type="button"
        class="tool"
        title="Compare with this frame (C)"
        aria-label="Compare with this frame"
        aria-pressed={isPinned}
        onClick={() => view.togglePin()}
      >
        <Icon name="compare" />
      </button>
      {isPinned && (
        <button
          type="button"
          class="tool"
          title="Swap (X)"
          aria-label="Swap the two frames"
          onClick={() => view.swapPinned()}
        >
          <Icon name="swap" />
        </button>
      )}
      {zoom.value.scale > 1 && (
        <button type="button" class="tool wide" title="Fit (Z)" onClick={() => (zoom.value = fitted)}>
          {Math.round(zoom.value.scale * 100)} %
        </button>
      )}
    </div>
  );
}
