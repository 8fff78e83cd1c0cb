import type { RunRecord, Store } from '@framesieve/core';

/** Where the frames of a run lie. */
export interface RunEnd {
  /** Time of the last scored frame; `null` for none. */
  readonly lastSeconds: number | null;
  /** Number of a frame in the middle; `null` for none. */
  readonly middle: number | null;
}

/** Finds the ends of runs, reading as little as can be; what was found is kept while a run has the same number of frames. */
export class RunEnds {
  readonly #store: Store;
  readonly #known = new Map<number, { readonly rows: number; readonly end: RunEnd }>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Of one run. */
  async of(run: RunRecord): Promise<RunEnd> {
    const rows = run.scored + run.unscorable;
    const known = this.#known.get(run.runId);
    if (known?.rows === rows) return known.end;
    const end = await this.#find(run, rows);
    this.#known.set(run.runId, { rows, end });
    return end;
  }

  async #find({ runId, decodeId, frameCount }: RunRecord, rows: number): Promise<RunEnd> {
    if (rows === 0) return { lastSeconds: null, middle: null };
    // Ordinals ascend from 0, so that the last one is no lower than that; of a sparse run it is near the end of the stream.
    const tail = await this.#tail(runId, [
      Math.max(rows, frameCount ?? 0) - 1,
      (frameCount ?? 0) - 1000,
      rows - 1,
    ]);
    const last = tail?.ordinals.at(-1) ?? 0;
    const middle = Array.from({ length: 500 }, (_, i) => (last >> 1) + i).filter(ordinal => ordinal <= last);
    const [frame] = await this.#store.frames(decodeId, middle);
    return { lastSeconds: tail?.timeSeconds.at(-1) ?? null, middle: frame?.ordinal ?? last };
  }

  async #tail(runId: number, froms: readonly number[]) {
    for (const from of froms.filter(ordinal => ordinal >= 0)) {
      const tail = await this.#store.scoreCurve(runId, from);
      if (tail.ordinals.length > 0) return tail;
    }
    return null;
  }
}
