import {
  correctPicks,
  FrameSieveError,
  rowOf,
  type ScoreTable,
  type Selection,
  type SelectionSettings,
  type Store,
} from '@framesieve/core';
import { createExplainer, describeFact, findShots, select } from '@framesieve/selector';
import type {
  ExplainedFrame,
  KeptSelection,
  SelectedFrames,
  SelectingAnswers,
  SelectingRequest,
  SelectionSource,
  TableRequest,
} from './messages.ts';
import { codesOf } from './reason-codes.ts';

/** Selections that are kept, to be explained or stored. */
const mostSelections = 3;

type Explainer = ReturnType<typeof createExplainer>;

interface Held {
  readonly selection: Selection;
  /** Time that selecting took. */
  readonly elapsedMs: number;
}

/** Selects from the scores of one decode: it holds them whole, and the selections that were made last. */
export class SelectingDesk {
  readonly #store: Store;
  #table: { readonly key: string; readonly table: ScoreTable } | null = null;
  /** The last used is the last. */
  readonly #selections = new Map<string, Held>();
  #prepared: { readonly key: string; readonly explain: Explainer } | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Answers a request.
   *
   * @throws FrameSieveError `usage` for settings that can't be, or what the store says.
   */
  async answer(request: SelectingRequest): Promise<SelectingAnswers[keyof SelectingAnswers]> {
    if (request.kind === 'rejections') return codesOf(await this.#store.rejections(request.selectionId));
    const table = await this.#read(request.table);
    switch (request.kind) {
      case 'shots':
        return Float64Array.from(findShots(table), shot => shot.startSeconds);
      case 'select':
        return this.#describe(this.#select(table, request.settings));
      case 'keep':
        return this.#keep(table, request);
      case 'explain':
        return this.#explain(table, request);
    }
  }

  async #keep(
    table: ScoreTable,
    { table: { runs }, settings, decodeId }: SelectingRequest & { readonly kind: 'keep' },
  ): Promise<KeptSelection> {
    const made = this.#select(table, settings);
    const runIds = runs.map(run => run.runId);
    const overrides = await this.#store.overrides(decodeId);
    const selectionId = await this.#store.saveSelection(runIds, correctPicks(made.selection, overrides));
    return { ...this.#describe(made), selectionId };
  }

  async #explain(
    table: ScoreTable,
    { source, overrides, ordinal }: SelectingRequest & { readonly kind: 'explain' },
  ): Promise<ExplainedFrame | null> {
    if (rowOf(table, ordinal) < 0) return null;
    const { settings, selectionId } = source;
    const { selection } =
      selectionId === null ? this.#select(table, settings) : await this.#stored({ selectionId, settings });
    const explain = this.#explainer(table, settings);
    const story = explain(correctPicks(selection, overrides), ordinal);
    return {
      sentences: story.sentences,
      facts: story.facts.map(fact => ({
        name: fact.name,
        value: fact.value,
        offends: fact.rules.filter(rule => rule.applies).map(rule => rule.reason),
        text: describeFact(fact),
      })),
      scores: story.metrics.map(({ id, score, place }) => ({
        metric: id,
        score,
        percentile: place?.percentile ?? null,
      })),
    };
  }

  /** Preparing takes as long as selecting, so that it is done once for all frames that are looked at. */
  #explainer(table: ScoreTable, settings: SelectionSettings): Explainer {
    const key = JSON.stringify([this.#table?.key, settings]);
    if (this.#prepared?.key !== key) this.#prepared = { key, explain: createExplainer({ table, settings }) };
    return this.#prepared.explain;
  }

  #select(table: ScoreTable, settings: SelectionSettings): Held {
    return this.#hold(JSON.stringify([this.#table?.key, settings]), () => {
      const start = performance.now();
      const selection = select({ table, settings });
      return { selection, elapsedMs: performance.now() - start };
    });
  }

  /**
   * A kept selection as it is now: whoever corrects it by hand does so in the store.
   *
   * @throws FrameSieveError `nothing-stored` for one that is gone.
   */
  async #stored({ selectionId, settings }: SelectionSource & { readonly selectionId: number }) {
    const stored = await this.#store.picks(selectionId);
    if (!stored) throw notStored(selectionId);
    const { picked, replaced = [], relaxed } = stored.selection;
    const key = JSON.stringify([selectionId, picked.map(({ ordinal }) => ordinal), replaced]);
    if (this.#selections.has(key)) return this.#hold(key);
    const rejected = await this.#store.rejections(selectionId);
    const selection = { settings, picked, rejected, relaxed, replaced };
    return this.#hold(key, () => ({ selection, elapsedMs: 0 }));
  }

  #hold(key: string, make?: () => Held): Held {
    const held = this.#selections.get(key) ?? make!();
    this.#selections.delete(key);
    this.#selections.set(key, held);
    for (const oldest of this.#selections.keys()) {
      if (this.#selections.size <= mostSelections) break;
      this.#selections.delete(oldest);
    }
    return held;
  }

  #describe({ selection: { picked, rejected, relaxed }, elapsedMs }: Held): SelectedFrames {
    return { picked, codes: codesOf(rejected), relaxed, elapsedMs };
  }

  async #read({ runs, rows }: TableRequest): Promise<ScoreTable> {
    const key = JSON.stringify([runs, rows]);
    if (this.#table?.key === key) return this.#table.table;
    this.#table = null;
    this.#prepared = null;
    const table = await this.#store.scoreTable(runs.map(run => run.runId));
    const metrics = table.metrics.map((column, i) => ({ ...column, direction: runs[i]!.direction }));
    this.#table = { key, table: { ...table, metrics } };
    return this.#table.table;
  }
}

function notStored(selectionId: number): FrameSieveError {
  return new FrameSieveError({
    code: 'nothing-stored',
    message: `Selection ${selectionId} is not stored any more.`,
    hint: 'Load the page again.',
  });
}
