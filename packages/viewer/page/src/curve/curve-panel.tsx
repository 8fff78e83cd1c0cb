import { formatClock, formatScore, grouped, scoreDecimals } from '@framesieve/report/format';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { pictureUrl } from '../api/client.ts';
import { Icon } from '../parts/icon.tsx';
import { wheelFactor, wheelPixels } from '../parts/wheel.ts';
import { panned, zoomedAt } from '../state/range.ts';
import { theme } from '../state/settings.ts';
import type { DecodeView } from '../state/view.ts';
import { frameText } from '../text/frame-text.ts';
import { reasonNames } from '../text/reasons.ts';
import { Legend } from './legend.tsx';
import { pointAt } from './nearest.ts';
import { PickMarks } from './pick-marks.tsx';
import { CurvePlot } from './plot.ts';

interface Hover {
  readonly time: number;
  readonly left: number;
}

/** Frames wait for the pointer to rest, so that passing over the curve does not decode a hundred. */
const restMs = 90;

/** What tells in the browser's performance timeline when a curve was first seen. */
const curveMark = 'curve';

/** The score curve over the whole timeline; better is up. */
export function CurvePanel({ view }: { readonly view: DecodeView }) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<CurvePlot | null>(null);
  const hover = useSignal<Hover | null>(null);
  const layout = useSignal(0);

  useEffect(() => {
    const element = host.current!;
    const made = new CurvePlot(element, {
      onRange: range => view.setRange(range),
      onAll: () => showAll(view),
      onPoint: time => goTo(view, time),
      onHover: at => {
        hover.value = at;
      },
      onLayout: () => {
        layout.value = layout.peek() + 1;
        if (view.curve.peek() && performance.getEntriesByName(curveMark).length === 0)
          performance.mark(curveMark);
      },
    });
    plot.current = made;
    const onWheel = (event: WheelEvent) => {
      // What lies under the pointer is not looked for before it moves again.
      hover.value = null;
      turnWheel(event, view, element);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    const observer = new ResizeObserver(() => {
      made.refresh();
      view.columns.value = Math.min(2000, Math.max(50, Math.round(element.clientWidth)));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
      made[Symbol.dispose]();
      plot.current = null;
    };
  }, [view]);

  useSignalEffect(() => {
    const scene = {
      curve: view.curve.value,
      range: view.range.value,
      direction: view.run.value.direction,
      at: view.position.value?.timeSeconds ?? null,
    };
    plot.current?.draw(scene);
  });
  useSignalEffect(() => {
    theme.value;
    // The style sheet follows the attribute that is set in the same turn.
    requestAnimationFrame(() => plot.current?.refresh());
  });

  return (
    <section class="curve" aria-label="Score curve">
      <header>
        <MetricChoice view={view} />
        <p class="quiet">
          {view.run.value.direction === 'lower' ? 'lower is better, and up' : 'higher is better'}
          {view.curve.value && `, mean over ${seconds(view.curve.value.meanSeconds)}`}
        </p>
        <Legend view={view} />
        <ZoomButtons view={view} />
      </header>
      <div class="plot">
        <TimelineSlider view={view} />
        <div class="canvas" ref={host} />
        <PickMarks view={view} plot={plot} layout={layout} />
        {hover.value && <HoverCard view={view} hover={hover.value} />}
      </div>
    </section>
  );
}

function seconds(value: number): string {
  return value >= 60 ? formatClock(value, 0) : `${Number(value.toPrecision(2))} s`;
}

function showAll(view: DecodeView): void {
  view.zoom.value = null;
}

function goTo(view: DecodeView, time: number): void {
  const curve = view.curve.value;
  const point = curve ? pointAt(curve, time) : -1;
  if (curve && point >= 0) view.show(curve.ordinals[point]!, curve.isExact ? curve.times[point]! : null);
}

/** The wheel zooms at the pointer; sideways, or with Shift, it pans. */
function turnWheel(event: WheelEvent, view: DecodeView, element: HTMLElement): void {
  const range = view.range.value;
  if (!range) return;
  event.preventDefault();
  const over = element.querySelector('.u-over')!.getBoundingClientRect();
  const { x, y } = wheelPixels(event);
  const sideways = event.shiftKey && x === 0 ? y : x;
  if (Math.abs(sideways) > Math.abs(y) || event.shiftKey) {
    view.setRange(panned(range, sideways / over.width));
    return;
  }
  const share = Math.min(1, Math.max(0, (event.clientX - over.left) / over.width));
  const time = range.from + share * (range.to - range.from);
  view.setRange(zoomedAt(range, time, wheelFactor(event)));
}

/** The timeline for keyboards and screen readers; it lies behind the plot. */
function TimelineSlider({ view }: { readonly view: DecodeView }) {
  const frame = view.frame.value;
  const extent = view.extent.value;
  const at = view.position.value?.timeSeconds ?? extent?.from ?? 0;
  return (
    <div
      class="slider"
      role="slider"
      tabIndex={0}
      aria-label="Timeline"
      aria-valuemin={extent?.from ?? 0}
      aria-valuemax={extent?.to ?? 0}
      aria-valuenow={at}
      aria-valuetext={frame ? frameText(frame, view) : 'no frame'}
    />
  );
}

/** The metric of the curve; where there are several, one can choose. */
function MetricChoice({ view }: { readonly view: DecodeView }) {
  const { runs } = view.decode.value;
  if (runs.length === 1) return <h2>{view.run.value.metric}</h2>;
  return (
    <fieldset class="segmented" aria-label="Metric of the curve">
      {runs.map(({ runId, metric }) => (
        <button
          key={runId}
          type="button"
          aria-pressed={view.runId.value === runId}
          onClick={() => {
            view.runId.value = runId;
          }}
        >
          {metric}
        </button>
      ))}
    </fieldset>
  );
}

function ZoomButtons({ view }: { readonly view: DecodeView }) {
  return (
    <div class="tools">
      <button
        type="button"
        class="tool"
        title="Zoom in (+)"
        aria-label="Zoom in"
        onClick={() => view.zoomBy(2)}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        class="tool"
        title="Zoom out (−)"
        aria-label="Zoom out"
        onClick={() => view.zoomBy(0.5)}
      >
        <Icon name="minus" />
      </button>
      <button
        type="button"
        class="tool"
        title="Show all (0)"
        aria-label="Show the whole timeline"
        disabled={view.zoom.value === null}
        onClick={() => showAll(view)}
      >
        <Icon name="all" />
      </button>
    </div>
  );
}

/** What is under the pointer: the frame, its time and score. */
function HoverCard({ view, hover }: { readonly view: DecodeView; readonly hover: Hover }) {
  const rested = useSignal<number | null>(null);
  const curve = view.curve.value;
  const point = curve ? pointAt(curve, hover.time) : -1;
  const ordinal = point < 0 ? null : curve!.ordinals[point]!;
  useEffect(() => {
    const timer = setTimeout(() => {
      rested.value = ordinal;
    }, restMs);
    return () => clearTimeout(timer);
  }, [ordinal]);
  if (!curve || ordinal === null) return null;
  const [low, high] = [curve.lows[point] ?? null, curve.highs[point] ?? null];
  const decimals = scoreDecimals(curve.scoreRange ? curve.scoreRange[1] - curve.scoreRange[0] : 1);
  const scores =
    low === high
      ? formatScore(low, decimals)
      : `${formatScore(low, decimals)} – ${formatScore(high, decimals)}`;
  const rejected = curve.rejected.find(({ from, to }) => hover.time >= from && hover.time < to);
  return (
    <div class="hover" style={{ '--left': `${hover.left}px` }} aria-hidden="true">
      {view.video.value.isFound && (
        <img
          src={rested.value === null ? undefined : pictureUrl(view.decodeId, rested.value, 'thumb')}
          alt=""
          style={{ aspectRatio: view.decode.value.aspect }}
        />
      )}
      <strong>{scores}</strong>
      <span>
        {formatClock(hover.time, 2)} · {curve.isExact ? 'frame' : 'best'} {grouped(ordinal)}
      </span>
      {rejected && <em class={`reason ${rejected.reason}`}>{reasonNames[rejected.reason]}</em>}
    </div>
  );
}
