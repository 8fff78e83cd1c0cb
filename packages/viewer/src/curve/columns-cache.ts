import type { RunRecord, Store } from '@framesieve/core';
import { appendColumns, bytesOf, noColumns, type RunColumns } from './run-columns.ts';

/** Most bytes of columns that are kept besides those in use. */
const mostBytes = 96 * 2 ** 20;

/** The columns of the runs that were looked at last, read once, and read on while a run grows. */
export class ColumnsCache {
  readonly #store: Store;
  /** The last used is the last. */
  readonly #kept = new Map<number, Promise<RunColumns>>();
  readonly #sizes = new Map<number, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The columns of a run as it is now. */
  of(run: Pick<RunRecord, 'runId' | 'scored' | 'unscorable'>): Promise<RunColumns> {
    const { runId } = run;
    const before = this.#kept.get(runId);
    const columns = this.#update(run, before);
    this.#kept.delete(runId);
    this.#kept.set(runId, columns);
    columns.then(
      read => {
        this.#sizes.set(runId, bytesOf(read));
        this.#trim();
      },
      () => {
        if (this.#kept.get(runId) === columns) this.#kept.delete(runId);
      },
    );
    return columns;
  }

  /** Whether the columns of a run are kept, or being read. */
  has(runId: number): boolean {
    return this.#kept.has(runId);
  }

  /** Settles when nothing is being read. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#kept.values());
  }

  async #update(
    { runId, scored, unscorable }: Pick<RunRecord, 'runId' | 'scored' | 'unscorable'>,
    before: Promise<RunColumns> | undefined,
  ): Promise<RunColumns> {
    const known = (await before?.catch(() => undefined)) ?? noColumns;
    const rows = scored + unscorable;
    // What was counted may be older than what was read.
    if (known.ordinals.length >= rows && known !== noColumns) return known;
    const appended = appendColumns(known, await this.#store.scoreCurve(runId, lastOrdinal(known) + 1));
    if (appended.ordinals.length >= rows || known === noColumns) return appended;
    // Frames have come between those that were there.
    return appendColumns(noColumns, await this.#store.scoreCurve(runId));
  }

  #trim(): void {
    let bytes = 0;
    for (const runId of [...this.#kept.keys()].reverse()) {
      const isLast = bytes === 0;
      bytes += this.#sizes.get(runId) ?? 0;
      if (bytes <= mostBytes || isLast) continue;
      this.#kept.delete(runId);
      this.#sizes.delete(runId);
    }
  }
}

function lastOrdinal({ ordinals, byOrdinal }: RunColumns): number {
  const last = byOrdinal ? byOrdinal.at(-1)! : ordinals.length - 1;
  return ordinals[last] ?? -1;
}
