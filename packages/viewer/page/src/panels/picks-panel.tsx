import type { RejectionReason } from '@framesieve/core';
import { formatClock, formatScore, grouped } from '@framesieve/report/format';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PickView, SelectionView } from '../../../src/api/selection.ts';
import { pictureUrl } from '../api/client.ts';
import { Hidden } from '../parts/hidden.tsx';
import { tell } from '../state/notices.ts';
import type { DecodeView } from '../state/view.ts';
import { decimalsOf } from '../text/frame-text.ts';
import { reasonNames, tierNames } from '../text/reasons.ts';
import { SelectionForm, type Trial } from './selection-form.tsx';

interface PanelProps {
  readonly view: DecodeView;
}

/** Typing a number is one change, not one for each digit. */
const settleMs = 120;

/** How frames are picked, tried out at once, and the picks. */
export function PicksPanel({ view }: PanelProps) {
  const selection = view.selection.value;
  // What the form shows runs ahead of what the server has answered.
  const trial = useSignal<Trial | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (!selection) return <p class="quiet">Picking …</p>;
  const shown = trial.value ?? { settings: selection.settings, runIds: selection.runIds };
  const tryOut = (next: Trial) => {
    trial.value = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void view.select(next.settings, next.runIds, false), settleMs);
  };
  const keep = async () => {
    clearTimeout(timer.current);
    if (!(await view.select(shown.settings, shown.runIds, true))) return;
    trial.value = null;
    tell('The picks are kept.');
  };
  const revert = () => {
    clearTimeout(timer.current);
    trial.value = null;
    void view.loadSelection();
  };
  return (
    <>
      <Summary view={view} selection={selection} />
      {selection.source !== 'stored' && !view.isReadOnly && (
        <div class="buttons">
          <button
            type="button"
            class="button primary"
            disabled={view.isSelecting.value}
            onClick={() => void keep()}
          >
            Keep these picks
          </button>
          {selection.changes && (
            <button type="button" class="button" onClick={revert}>
              Back to the kept ones
            </button>
          )}
        </div>
      )}
      {selection.source === 'preview' && view.isReadOnly && (
        <div class="buttons">
          <button type="button" class="button" onClick={revert}>
            Back
          </button>
        </div>
      )}
      <PickList view={view} selection={selection} />
      <details open>
        <summary>How they are picked</summary>
        <SelectionForm trial={shown} runs={view.decode.value.runs} disabled={false} onChange={tryOut} />
      </details>
    </>
  );
}

function Summary({ view, selection }: { readonly view: DecodeView; readonly selection: SelectionView }) {
  const { picks, changes, rejected, relaxed, overrides, source, elapsedMs } = selection;
  const byHand = [
    ...(overrides.added.length > 0 ? [`${overrides.added.length} added`] : []),
    ...(overrides.removed.length > 0 ? [`${overrides.removed.length} taken out`] : []),
  ];
  const counts = (Object.keys(reasonNames) as RejectionReason[]).filter(reason => rejected[reason]);
  return (
    <div aria-live="polite">
      <h2>
        {picks.length} {picks.length === 1 ? 'pick' : 'picks'}
        {view.isSelecting.value && <span class="spinner" role="status" aria-label="Picking" />}
      </h2>
      <p class="quiet">
        {source === 'stored'
          ? 'Kept.'
          : source === 'default'
            ? 'By the settings; nothing is kept yet.'
            : `A trial, picked in ${elapsedMs < 10 ? elapsedMs.toFixed(1) : Math.round(elapsedMs)} ms.`}
        {byHand.length > 0 && ` By hand: ${byHand.join(', ')}.`}
      </p>
      {changes && (changes.added.length > 0 || changes.removed.length > 0) && (
        <p class="changes">
          {changes.added.length > 0 && <span class="added">+{changes.added.length} new</span>}
          {changes.removed.length > 0 && <span class="removed">−{changes.removed.length} gone</span>}
        </p>
      )}
      {changes && source === 'preview' && changes.added.length + changes.removed.length === 0 && (
        <p class="changes">The same picks as before.</p>
      )}
      {relaxed.length > 0 && <p class="quiet">Relaxed: {relaxed.join('; ')}.</p>}
      {counts.length > 0 && (
        <ul class="legend counts">
          {counts.map(reason => (
            <li key={reason}>
              <span class={`swatch ${reason}`} />
              {grouped(rejected[reason]!)} {reasonNames[reason]}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function PickList({ view, selection }: { readonly view: DecodeView; readonly selection: SelectionView }) {
  const added = new Set(selection.changes?.added);
  return (
    <ol class="pick-list">
      {selection.picks.slice(0, 200).map(pick => (
        <PickItem key={pick.ordinal} view={view} pick={pick} isNew={added.has(pick.ordinal)} />
      ))}
      {selection.changes?.removed.map(ordinal => (
        <li key={`gone ${ordinal}`}>
          <button type="button" class="pick gone" onClick={() => view.show(ordinal)}>
            <Thumbnail view={view} ordinal={ordinal} />
            <span>gone: frame {ordinal}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function PickItem({
  view,
  pick,
  isNew,
}: {
  readonly view: DecodeView;
  readonly pick: PickView;
  readonly isNew: boolean;
}) {
  const { ordinal, rank, tier, timeSeconds, scores, reason } = pick;
  return (
    <li>
      <button
        type="button"
        class={`pick ${tier}`}
        title={reason}
        aria-current={view.ordinal.value === ordinal ? 'true' : undefined}
        onClick={() => view.show(ordinal, timeSeconds)}
      >
        <Thumbnail view={view} ordinal={ordinal} />
        <b class="rank">
          <Hidden>Pick </Hidden>
          {rank}
          <Hidden>
            , {tierNames[tier]}, frame {ordinal},
          </Hidden>
        </b>
        {isNew && <em class="new">new</em>}
        <span>
          {formatClock(timeSeconds, 1)} · {formatScore(scores[view.run.value.metric], decimalsOf(view))}
        </span>
      </button>
    </li>
  );
}

function Thumbnail({ view, ordinal }: { readonly view: DecodeView; readonly ordinal: number }) {
  const style = { aspectRatio: view.decode.value.aspect };
  if (!view.video.value.isFound) return <span class="no-picture" style={style} />;
  return <img src={pictureUrl(view.decodeId, ordinal, 'thumb')} alt="" loading="lazy" style={style} />;
}
