import {
  type PickOverrides,
  type RunRecord,
  type SelectionSettings,
  type Store,
  storedSettings,
} from '@framesieve/core';
import { RequestError } from '../http/failure.ts';
import { type DecodeRecord, defaultRuns, runsById } from '../library/decode-record.ts';
import { type HeldSelection, keyOfStored } from './held-selection.ts';
import type { SelectedFrames, TableRequest } from './messages.ts';
import { codesOf, type ReasonCodes } from './reason-codes.ts';
import type { SelectingProcess } from './selecting-process.ts';

/** What a book of selections is made of. */
export interface SelectionBookOptions {
  readonly store: Store;
  readonly selecting: SelectingProcess;
  /** What is picked where nothing was selected. */
  readonly defaults: SelectionSettings;
  /** Ends the viewer's work: what several requests wait for does not end with one of them. */
  readonly signal: AbortSignal;
}

/** Selections that are held for each decode; older ones have to be made anew. */
const mostHeld = 4;
/** Frames from which on reading all rejections takes long enough to hold up other requests. */
const manyRows = 50_000;

/** Holds the selections that the page looks at, by their keys. */
export class SelectionBook {
  readonly #options: SelectionBookOptions;
  /** By decode, the last used last. */
  readonly #held = new Map<number, HeldSelection[]>();
  readonly #loading = new Map<string, Promise<HeldSelection>>();
  #lastPreview = 0;

  constructor(options: SelectionBookOptions) {
    this.#options = options;
  }

  /** A selection by its key, if it is held; without a key that which was shown last of those that are no trial. */
  peek({ decodeId }: DecodeRecord, key?: string): HeldSelection | null {
    const held = this.#held.get(decodeId) ?? [];
    return held.findLast(one => (key === undefined ? one.source !== 'preview' : one.key === key)) ?? null;
  }

  /** @throws RequestError 404 for one that is not there any more. */
  async get(record: DecodeRecord, key: string): Promise<HeldSelection> {
    const held = this.peek(record, key) ?? (await this.newest(record));
    if (held.key === key) return held;
    throw new RequestError(404, 'This selection is not there any more.', 'Select again.');
  }

  /** The newest stored selection; where nothing is stored, what the settings pick. */
  async newest(record: DecodeRecord): Promise<HeldSelection> {
    const latest = await this.#options.store.latestPicks(record.decodeId);
    const runs = latest && runsById(record, latest.runIds);
    if (!latest || !runs) return this.#default(record);
    const key = keyOfStored(latest.selectionId);
    const held = this.peek(record, key);
    if (held) return this.hold(record, held);
    return this.#once(key, async () => {
      const codes = await this.#codes(record, runs, latest.selectionId);
      const { settings, ...selection } = latest.selection;
      return this.hold(record, {
        key,
        source: 'stored',
        selectionId: latest.selectionId,
        settings: storedSettings(settings),
        runs,
        ...selection,
        codes,
        elapsedMs: 0,
      });
    });
  }

  /** Selects anew; nothing is kept. Of trials that come one after the other only the newest is certain to be made. */
  async preview(
    record: DecodeRecord,
    runs: readonly RunRecord[],
    settings: SelectionSettings,
    signal: AbortSignal,
  ): Promise<HeldSelection> {
    const selected = await this.#select(record, runs, settings, { signal, isTrial: true });
    const key = `preview-${++this.#lastPreview}`;
    return this.hold(record, { key, source: 'preview', selectionId: null, settings, runs, ...selected });
  }

  /** Selects and keeps it, with the corrections by hand. */
  async keep(
    record: DecodeRecord,
    runs: readonly RunRecord[],
    settings: SelectionSettings,
    signal: AbortSignal,
  ): Promise<HeldSelection> {
    const { store, selecting } = this.#options;
    const table = tableOf(runs);
    const { decodeId } = record;
    const kept = await selecting.ask({ kind: 'keep', table, settings, decodeId }, { decodeId, signal });
    const { selectionId, ...selected } = kept;
    // Since that process has read them, there may be others.
    await store.correctSelection(selectionId, await store.overrides(decodeId));
    const key = keyOfStored(selectionId);
    return this.hold(record, { key, source: 'stored', selectionId, settings, runs, ...selected });
  }

  /** Corrections by hand of picks from a decode. */
  overrides({ decodeId }: DecodeRecord): Promise<PickOverrides> {
    return this.#options.store.overrides(decodeId);
  }

  /** Holds a selection, in place of an earlier one of its key. */
  hold({ decodeId }: DecodeRecord, selection: HeldSelection): HeldSelection {
    const others = (this.#held.get(decodeId) ?? []).filter(({ key }) => key !== selection.key);
    this.#held.set(decodeId, [...others, selection].slice(-mostHeld));
    return selection;
  }

  /** Rejections of a kept selection; where there may be very many, they are read beside this process. */
  async #codes(
    { decodeId }: DecodeRecord,
    runs: readonly RunRecord[],
    selectionId: number,
  ): Promise<ReasonCodes> {
    const { store, selecting, signal } = this.#options;
    if (rowsOf(runs) < manyRows) return codesOf(await store.rejections(selectionId));
    return selecting.ask({ kind: 'rejections', selectionId }, { decodeId, signal });
  }

  #default(record: DecodeRecord): Promise<HeldSelection> {
    const { signal } = this.#options;
    const { runs, refinedBy } = defaultRuns(record);
    const key = `default-${rowsOf(runs)}`;
    const held = this.peek(record, key);
    if (held) return Promise.resolve(this.hold(record, held));
    return this.#once(`${record.decodeId}/${key}`, async () => {
      const settings = fitting(this.#options.defaults, runs, refinedBy);
      const selected = await this.#select(record, runs, settings, { signal });
      return this.hold(record, { key, source: 'default', selectionId: null, settings, runs, ...selected });
    });
  }

  #select(
    { decodeId }: DecodeRecord,
    runs: readonly RunRecord[],
    settings: SelectionSettings,
    how: { readonly signal: AbortSignal; readonly isTrial?: boolean },
  ): Promise<SelectedFrames> {
    return this.#options.selecting.ask(
      { kind: 'select', table: tableOf(runs), settings },
      { decodeId, ...how },
    );
  }

  async #once(key: string, make: () => Promise<HeldSelection>): Promise<HeldSelection> {
    const loading = this.#loading.get(key) ?? make().finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return await loading;
  }
}

/** What is selected from for runs. */
export function tableOf(runs: readonly RunRecord[]): TableRequest {
  return {
    runs: runs.map(({ runId, metric }) => ({ runId, direction: metric.direction })),
    rows: rowsOf(runs),
  };
}

function rowsOf(runs: readonly RunRecord[]): number {
  return runs.reduce((rows, { scored, unscorable }) => rows + scored + unscorable, 0);
}

/** Settings without weights of metrics that don't rank here. */
function fitting(
  settings: SelectionSettings,
  runs: readonly RunRecord[],
  refinedBy: string | null,
): SelectionSettings {
  const ranks = new Set(runs.map(run => run.metric.id).filter(id => id !== refinedBy));
  const weights = Object.fromEntries(Object.entries(settings.weights).filter(([id]) => ranks.has(id)));
  const isOff =
    Object.values(weights).every(weight => weight === 0) && Object.keys(weights).length === ranks.size;
  return { ...settings, weights: isOff ? {} : weights, refinedBy };
}
