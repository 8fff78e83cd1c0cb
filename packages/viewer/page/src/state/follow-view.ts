import { effect } from '@preact/signals';
import { getCurve, getFrame, getStrip } from '../api/client.ts';
import { Latest, Pump } from '../api/latest.ts';
import { complain } from './notices.ts';
import { noteFrame } from './route.ts';
import type { DecodeView } from './view.ts';

type Attempt = (task: () => Promise<void>) => Promise<void>;

/** Loads what a view shows whenever that changes, until the returned function is called. */
export function followView(view: DecodeView): () => void {
  const loads = new AbortController();
  const attempt: Attempt = async task => {
    try {
      await task();
    } catch (error) {
      if (!loads.signal.aborted) complain(error);
    }
  };
  const stops = [
    followCurve(view, attempt, loads.signal),
    followStrip(view, attempt, loads.signal),
    followFrame(view, attempt),
  ];
  return () => {
    loads.abort();
    for (const stop of stops) stop();
  };
}

function followCurve(view: DecodeView, attempt: Attempt, signal: AbortSignal): () => void {
  const curves = new Pump<Parameters<typeof getCurve>[1]>(asked =>
    attempt(async () => {
      view.curve.value = await getCurve(view.decodeId, asked, signal);
    }),
  );
  return effect(() => {
    const [columns, zoom] = [view.columns.value, view.zoom.value];
    const common = source(view);
    if (columns === 0) return;
    if (!zoom) return curves.push({ ...common, columns });
    // What lies beside the visible part comes along, so that it is there at once when it is panned to.
    const span = zoom.to - zoom.from;
    const range = { from: zoom.from - span / 2, to: zoom.to + span / 2 };
    curves.push({ ...common, ...range, columns: Math.min(4000, columns * 2) });
  });
}

function followStrip(view: DecodeView, attempt: Attempt, signal: AbortSignal): () => void {
  const strips = new Pump<Parameters<typeof getStrip>[1]>(asked =>
    attempt(async () => {
      view.strip.value = await getStrip(view.decodeId, asked, signal);
    }),
  );
  return effect(() => {
    const [cells, range] = [view.cells.value, view.range.value];
    const common = source(view);
    if (cells === 0 || !range) return;
    const span = range.to - range.from;
    const wider = { from: range.from - span / 4, to: range.to + span / 4 };
    strips.push({ ...common, ...wider, cells: Math.min(400, Math.ceil(cells * 1.5)) });
  });
}

/** What curve and filmstrip are made from; when any of it changes, they are made anew. */
function source({ runId, selection, revision }: DecodeView) {
  const key = selection.value?.key;
  revision.value;
  return { runId: runId.value, ...(key !== undefined && { selection: key }) };
}

function followFrame(view: DecodeView, attempt: Attempt): () => void {
  const framing = new Latest();
  const load = async (ordinal: number, key: string) => {
    const frame = await framing.run(signal => getFrame(view.decodeId, ordinal, key, signal));
    if (!frame) return;
    view.frame.value = frame;
    if (view.position.peek()?.timeSeconds !== null) return;
    view.position.value = { ordinal, timeSeconds: frame.timeSeconds };
    view.reveal(frame.timeSeconds);
  };
  const stop = effect(() => {
    const [ordinal, selection] = [view.ordinal.value, view.selection.value];
    if (ordinal === null) return;
    noteFrame({ decodeId: view.decodeId, ordinal });
    if (selection) void attempt(() => load(ordinal, selection.key));
  });
  return () => {
    stop();
    framing.cancel();
  };
}
