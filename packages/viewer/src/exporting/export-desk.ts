import { stat } from 'node:fs/promises';
import { type ExportSettings, isUrl, type SelectionSettings, type VideoIdentity } from '@framesieve/core';
import { templateFields } from '@framesieve/exporter';
import type { ExportDefaults, ExportPlanView, ExportProgress, ExportRequest } from '../api/export.ts';
import { RequestError } from '../http/failure.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import { pathsOf } from '../library/find-file.ts';
import type { HeldSelection } from '../selecting/held-selection.ts';
import type { NamedVideo } from '../viewer-options.ts';
import { ExportJob, type ExportParts } from './export-job.ts';
import type { ExportPlanner, ThoughtExport } from './export-plan.ts';
import { planStills, type StillParts } from './plan-stills.ts';

/** Exports that are remembered after they have ended. */
const mostJobs = 20;

/** What an export desk is made of. */
export interface ExportDeskOptions extends ExportParts, StillParts {
  readonly planner: ExportPlanner;
  readonly defaults: Omit<ExportSettings, 'folder'>;
  /** The video that was named; `null` for none. */
  readonly named: NamedVideo | null;
  readonly signal: AbortSignal;
  stillsFolder(path: string, identity: VideoIdentity): string;
  record(selection: SelectionSettings): Readonly<Record<string, unknown>>;
}

/** Plans exports and runs them, one at a time for each decode. */
export class ExportDesk implements AsyncDisposable {
  readonly #options: ExportDeskOptions;
  readonly #jobs = new Map<string, ExportJob>();
  readonly #running = new Set<Promise<void>>();
  /** Decodes of which stills are being written, or about to be. */
  readonly #taken = new Set<number>();

  constructor(options: ExportDeskOptions) {
    this.#options = options;
  }

  /** What the export panel begins with. */
  defaults(record: DecodeRecord): ExportDefaults {
    const { defaults, shown, named, stillsFolder } = this.#options;
    const { format, template, overwrite, crop = false, quality = null, maxSize = null } = defaults;
    const { video } = record;
    const folder = stillsFolder(pathsOf(video, named)[0] ?? '', video.identity);
    return {
      ...{ format, template, overwrite, crop, quality, maxSize },
      fields: [...templateFields],
      folder: shown(folder),
    };
  }

  /** What an export would do. */
  async plan(
    record: DecodeRecord,
    held: HeldSelection,
    request: ExportRequest,
    signal: AbortSignal,
  ): Promise<ExportPlanView> {
    return this.#options.planner.plan(await this.#think(record, held, request), signal);
  }

  /**
   * Begins an export; a selection that is not stored is kept before.
   *
   * @throws RequestError 409 when one of this decode goes on already, 400 when there is nothing to export.
   */
  async start(record: DecodeRecord, held: HeldSelection, request: ExportRequest): Promise<ExportProgress> {
    const { decodeId } = record;
    if (this.#taken.has(decodeId)) throw secondError();
    this.#taken.add(decodeId);
    try {
      const { selectionId, ...thought } = await this.#keep(record, held, request);
      const job = new ExportJob(thought, this.#options);
      this.#remember(job);
      const running = job.run(selectionId, this.#options.signal).finally(() => {
        this.#running.delete(running);
        this.#taken.delete(decodeId);
      });
      this.#running.add(running);
      return job.progress;
    } catch (error) {
      this.#taken.delete(decodeId);
      throw error;
    }
  }

  /** @throws RequestError 404 for an export that is not known. */
  job(exportId: string): ExportJob {
    const job = this.#jobs.get(exportId);
    if (job) return job;
    throw new RequestError(404, 'This export is not known any more.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const job of this.#jobs.values()) job.cancel();
    await Promise.all(this.#running);
  }

  /** An export of what is stored, or is now. */
  async #keep(record: DecodeRecord, held: HeldSelection, request: ExportRequest) {
    const { selections, signal } = this.#options;
    const isStored = held.selectionId !== null;
    const kept = isStored ? held : await selections.keep(record, held.runs, held.settings, signal);
    const thought = await this.#think(record, kept, request);
    if (thought.stills.length > 0) return { ...thought, selectionId: kept.selectionId! };
    const hint = 'Pick some by hand, or select with other settings.';
    throw new RequestError(400, 'There is no pick to export.', hint);
  }

  async #think(record: DecodeRecord, held: HeldSelection, request: ExportRequest): Promise<ThoughtExport> {
    const { defaults, record: repeat, stillsFolder } = this.#options;
    const path = await this.#findPath(record);
    const { selection: _, ...asked } = request;
    return {
      record,
      path,
      runs: held.runs,
      stills: await planStills(record, held, this.#options),
      settings: { ...defaults, ...asked, folder: stillsFolder(path, record.video.identity) },
      repeated: repeat(held.settings),
    };
  }

  /** Where the video is, or was last. */
  async #findPath({ video }: DecodeRecord): Promise<string> {
    const paths = pathsOf(video, this.#options.named);
    for (const path of paths) {
      const stats = isUrl(path) ? null : await stat(path).catch(() => null);
      if (isUrl(path) || stats?.size === video.identity.sizeBytes) return path;
    }
    return paths[0] ?? '';
  }

  #remember(job: ExportJob): void {
    this.#jobs.set(job.id, job);
    for (const [id, { progress }] of this.#jobs)
      if (this.#jobs.size > mostJobs && progress.state !== 'running') this.#jobs.delete(id);
  }
}

function secondError(): RequestError {
  const hint = 'Wait for it, or cancel it.';
  return new RequestError(409, 'Stills of this video are being written already.', hint);
}
