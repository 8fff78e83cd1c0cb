import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DecodeRequest,
  type ExportedStill,
  type ExportStages,
  exportStills,
  type FrameAllocator,
  FrameSieveError,
  type Logger,
  type StageContext,
} from '@framesieve/core';
import type { ExportedView, ExportProgress } from '../api/export.ts';
import { failureOf } from '../http/failure.ts';
import type { ThoughtExport } from './export-plan.ts';

/** What an export takes. */
export interface ExportParts {
  readonly stages: ExportStages;
  readonly input: Pick<DecodeRequest, 'protocols' | 'stallSeconds'>;
  readonly logger: Logger;
  createFrames(): FrameAllocator;
  /** A path as people write it. */
  shown(path: string): string;
  /** Called whenever something about it has changed. */
  onProgress(progress: ExportProgress): void;
}

/** An export of kept picks, which goes on by itself. */
export class ExportJob {
  readonly id = randomUUID();
  readonly decodeId: number;
  readonly #thought: ThoughtExport;
  readonly #parts: ExportParts;
  readonly #cancel = new AbortController();
  readonly #stills: ExportedView[] = [];
  readonly #warnings: string[] = [];
  readonly #noted: Promise<void>[] = [];
  #state: ExportProgress['state'] = 'running';
  #problem: ExportProgress['problem'] = null;

  constructor(thought: ThoughtExport, parts: ExportParts) {
    this.decodeId = thought.record.decodeId;
    this.#thought = thought;
    this.#parts = parts;
  }

  /** How far it is. */
  get progress(): ExportProgress {
    const { settings, stills } = this.#thought;
    return {
      exportId: this.id,
      decodeId: this.decodeId,
      state: this.#state,
      done: this.#stills.length,
      total: stills.length,
      folder: this.#parts.shown(settings.folder),
      stills: [...this.#stills],
      warnings: [...this.#warnings],
      problem: this.#problem,
    };
  }

  /** Ends it at the next frame; what is written stays. */
  cancel(): void {
    this.#cancel.abort(new FrameSieveError({ code: 'interrupted', message: 'The export was cancelled.' }));
  }

  /** Path of a still that it has written; `null` where there is none. */
  pathOf(ordinal: number): string | null {
    const file = this.#stills.find(still => still.ordinal === ordinal)?.file;
    return file ? join(this.#thought.settings.folder, file) : null;
  }

  /**
   * Writes the stills; it never throws.
   *
   * @param selectionId of the kept selection.
   */
  async run(selectionId: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#export(selectionId, AbortSignal.any([signal, this.#cancel.signal]));
      this.#state = 'done';
    } catch (error) {
      const isCancelled = this.#cancel.signal.aborted || signal.aborted;
      this.#state = isCancelled ? 'cancelled' : 'failed';
      const { message, hint } = failureOf(error).body;
      if (!isCancelled) this.#problem = { message, hint };
      if (!isCancelled && !FrameSieveError.isInstance(error))
        this.#parts.logger.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    await Promise.all(this.#noted);
    this.#parts.onProgress(this.progress);
  }

  async #export(selectionId: number, signal: AbortSignal): Promise<void> {
    const { record, path, runs, stills, settings, repeated } = this.#thought;
    const { logger, createFrames, input, stages } = this.#parts;
    const context: StageContext = {
      signal,
      logger: { ...logger, warn: message => void this.#warnings.push(message) },
      frames: createFrames(),
    };
    const request = { ...input, path, stream: record.description.stream.index, decoder: null };
    await exportStills(
      {
        input: request,
        runs,
        stills,
        selectionId,
        settings,
        record: repeated,
        onStill: still => void this.#noted.push(this.#note(still)),
      },
      stages,
      context,
    );
  }

  async #note({ planned, still, error }: ExportedStill): Promise<void> {
    const { ordinal } = planned.frame;
    const path = still && join(this.#thought.settings.folder, still.file);
    const stats = path && (await stat(path).catch(() => null));
    this.#stills.push({
      ordinal,
      file: still?.file ?? null,
      bytes: stats ? stats.size : null,
      verified: still?.verified ?? null,
      error:
        error &&
        [error.message, FrameSieveError.isInstance(error) ? error.hint : null].filter(Boolean).join(' '),
    });
    if (this.#state === 'running') this.#parts.onProgress(this.progress);
  }
}
