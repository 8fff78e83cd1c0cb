import {
  type ExportedStill,
  FrameSieveError,
  fileNameOf,
  type RunRecord,
  type ScoreTable,
  type Selection,
  type VideoIdentity,
} from '@framesieve/core';
import { display } from '../inputs.ts';
import { ownVersion } from '../own-version.ts';
import type { VideoTask } from '../process-videos.ts';
import { reportedError } from '../reported-error.ts';
import { shotsOf } from './shots-of.ts';

/** An export, and what it was made from. */
export interface FinishedExport {
  /** Folder of the stills. */
  readonly folder: string;
  readonly exported: readonly ExportedStill[];
  readonly identity: VideoIdentity;
  /** The ranking one first. */
  readonly runs: readonly RunRecord[];
  readonly table: ScoreTable;
  readonly selection: Selection;
}

/**
 * Writes the report and the contact sheet that the settings ask for beside the stills, and notes them in the report of the
 * video. One that can't be written makes it partly done, with a warning.
 */
export async function writeDocuments(task: VideoTask, finished: FinishedExport): Promise<void> {
  const { report, contactSheet } = task.session.call.settings.config.export;
  if (contactSheet) {
    await attempt(task, 'contact sheet', async () => {
      task.report.contactSheet = await writeContactSheet(task, finished);
    });
  }
  if (report) {
    await attempt(task, 'report', async () => {
      task.report.report = await writeReport(task, finished);
    });
  }
}

async function attempt({ session, report, warn }: VideoTask, what: string, write: () => Promise<void>) {
  try {
    await write();
  } catch (error) {
    session.call.signal.throwIfAborted();
    report.status = 'partial';
    const { message, hint } = reportedError(error);
    warn(`There is no ${what}: ${message}${hint ? ` ${hint}` : ''}`);
  }
}

async function writeReport(task: VideoTask, finished: FinishedExport): Promise<string> {
  const { folder, exported, identity, runs, table, selection } = finished;
  const { session, path, report } = task;
  const { isOwnReport, makeThumbnails, renderReport, reportName } = await import('@framesieve/report');
  const [first] = runs;
  if (!first) throw new FrameSieveError({ code: 'internal', message: 'Nothing was scored.' });
  const thumbnails = await makeThumbnails(folder, exported, session.call.signal);
  const page = renderReport({
    source: {
      name: fileNameOf(path),
      identity,
      decode: first.decode,
      frameCount: report.frames ?? first.frameCount,
    },
    table,
    metrics: runs.map(run => run.metric),
    selection,
    exported,
    thumbnails,
    shots: await shotsOf(table),
    warnings: report.warnings,
    // Picks may be older than the settings: what they were made with is kept with them.
    settings: { ...session.call.settings.config, select: selection.settings },
    toolVersion: ownVersion(),
    versions: [{ part: 'Node.js', version: process.versions.node }],
    exportedAt: new Date(),
  });
  return write(task, folder, reportName, Buffer.from(page), isOwnReport);
}

async function writeContactSheet(task: VideoTask, finished: FinishedExport): Promise<string | null> {
  const { folder, exported, runs } = finished;
  const { contactSheetName, drawContactSheet, isOwnContactSheet } = await import('@framesieve/report');
  const sheet = await drawContactSheet({
    folder,
    exported,
    sourceName: fileNameOf(task.path),
    metric: runs[0]?.metric.id ?? null,
    toolVersion: ownVersion(),
    signal: task.session.call.signal,
  });
  return sheet && write(task, folder, contactSheetName, sheet, isOwnContactSheet);
}

async function write(
  { session, path }: VideoTask,
  folder: string,
  name: string,
  bytes: Uint8Array,
  isOwn: (bytes: Uint8Array) => boolean,
): Promise<string> {
  const { writeBeside } = await import('@framesieve/exporter');
  const { cwd, settings } = session.call;
  const { overwrite } = settings.config.export;
  return display(await writeBeside(folder, name, bytes, { source: path, overwrite, isOwn }), cwd);
}
