import type { Logger } from '@framesieve/core';
import { messageOf } from '@framesieve/core';
import { type DecodeRecord, defaultRuns } from '../library/decode-record.ts';
import type { SelectingProcess } from './selecting-process.ts';
import { tableOf } from './selection-book.ts';

/** What a book of shots is made of. */
export interface ShotBookOptions {
  readonly selecting: SelectingProcess;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Called when the shots of a decode are known. */
  onFound(decodeId: number): void;
}

/** Knows where shots begin, once they have been found. */
export class ShotBook {
  readonly #options: ShotBookOptions;
  readonly #found = new Map<number, { readonly rows: number; readonly starts: Float64Array }>();
  readonly #finding = new Set<number>();

  constructor(options: ShotBookOptions) {
    this.#options = options;
  }

  /** Beginnings of shots in seconds, ascending; `null` while they are not known. */
  startsOf({ decodeId }: DecodeRecord): Float64Array | null {
    return this.#found.get(decodeId)?.starts ?? null;
  }

  /** Finds shots, unless they are known; while a run goes on, anew only when there are half as many frames again. */
  find(record: DecodeRecord): void {
    if (this.#options.signal.aborted) return;
    const { decodeId } = record;
    const { runs } = defaultRuns(record);
    const table = tableOf(runs);
    const known = this.#found.get(decodeId)?.rows ?? 0;
    const isRunning = runs.some(run => run.state === 'running');
    if (table.rows === known || (isRunning && table.rows < known * 1.5) || this.#finding.has(decodeId))
      return;
    this.#finding.add(decodeId);
    void this.#ask(decodeId, table).finally(() => this.#finding.delete(decodeId));
  }

  async #ask(decodeId: number, table: ReturnType<typeof tableOf>): Promise<void> {
    const { selecting, signal, logger, onFound } = this.#options;
    try {
      const starts = await selecting.ask({ kind: 'shots', table }, { decodeId, signal });
      this.#found.set(decodeId, { rows: table.rows, starts });
      onFound(decodeId);
    } catch (error) {
      logger.debug(`Shots were not found: ${messageOf(error)}`);
    }
  }
}
