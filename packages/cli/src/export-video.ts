import { join } from 'node:path';
import {
  type ExportedStill,
  type ExportSettings,
  type ExportStage,
  exportStills,
  FrameSieveError,
  type PlannedStill,
  type RunRecord,
  type ScoreTable,
  type Selection,
  unknownRecording,
  type VideoIdentity,
} from '@framesieve/core';
import { decodeRequest } from './decode-request.ts';
import { display } from './inputs.ts';
import { ownVersion } from './own-version.ts';
import type { VideoTask } from './process-videos.ts';
import { documentBytes } from './report/reserve-bytes.ts';
import { writeDocuments } from './report/write-documents.ts';
import { reportedError } from './reported-error.ts';

/** Picks to export. */
export interface PickedVideo {
  readonly identity: VideoIdentity;
  readonly runs: readonly RunRecord[];
  /** `null` for picks that are not stored. */
  readonly selectionId: number | null;
  readonly selection: Selection;
  /** The scores that were picked from. */
  readonly table: ScoreTable;
  /** In order of ordinals. */
  readonly stills: readonly PlannedStill[];
}

/** Writes the stills of picks, and what is to be written beside them, and notes in the report what became of each. */
export async function exportVideo(task: VideoTask, picked: PickedVideo, stage: ExportStage): Promise<void> {
  const { session, context, path, report, warn } = task;
  const { call, store, decode } = session;
  const total = picked.stills.length;
  const settings = await exportSettings(task, picked.identity);
  if (total === 0) return writeDocuments(task, { ...picked, folder: settings.folder, exported: [] });
  const picks = new Map(report.picks?.map(pick => [pick.frame, pick]));
  let done = 0;
  const onStill = ({ planned, still, error }: ExportedStill) => {
    done += 1;
    const pick = picks.get(planned.frame.ordinal);
    const file = still && display(join(settings.folder, still.file), call.cwd);
    if (pick && still) Object.assign(pick, { file, sha256: still.sha256, verified: still.verified });
    if (error) {
      report.status = 'partial';
      const { message, hint } = reportedError(error);
      warn(`Frame ${planned.frame.ordinal} was not exported: ${message}${hint ? ` ${hint}` : ''}`);
    }
    call.emit({ type: 'still', path: report.path, frame: planned.frame.ordinal, file, done, total });
  };
  const exported = await exportStills(
    {
      input: {
        ...decodeRequest(path, call.settings),
        stream: picked.runs[0]?.decode.stream.index ?? null,
      },
      runs: picked.runs,
      stills: picked.stills,
      selectionId: picked.selectionId,
      settings,
      record: recordOf(task),
      onStill,
    },
    { decode, store, export: stage },
    context,
  );
  await writeDocuments(task, { ...picked, folder: settings.folder, exported });
}

/**
 * Notes in the report which files an export of these picks would write. Nothing is read from the video, so that its time of
 * recording is not known, and nothing is left on the disk. Where the folder is in the way, which is no reason not to show the
 * picks, that is a warning.
 *
 * @throws FrameSieveError for settings that would make the export fail as a whole.
 */
export async function planExport(task: VideoTask, picked: PickedVideo): Promise<void> {
  const { session, path, report } = task;
  const [first] = picked.runs;
  if (!first || picked.stills.length === 0) return;
  const { preflight } = await import('@framesieve/exporter');
  const source = {
    path,
    identity: picked.identity,
    recording: unknownRecording,
    decode: first.decode,
    rereadBy: first.decode.decoder,
    metrics: picked.runs.map(run => run.metric),
    settings: recordOf(task),
  };
  const settings = await exportSettings(task, picked.identity);
  if (/\{(?:date|clock)\}/.test(settings.template))
    task.warn('When the video was recorded is read when it is exported: the names here have `na` for it.');
  const reserveBytes = documentBytes(session.call.settings);
  const plan = await preflight({ source, stills: picked.stills, settings }, { reserveBytes }).catch(error => {
    if (!isOfFolder(error)) throw error;
    report.status = 'partial';
    const { message, hint } = reportedError(error);
    task.warn(`An export would fail: ${message}${hint ? ` ${hint}` : ''}`);
  });
  if (!plan) return;
  const picks = new Map(report.picks?.map(pick => [pick.frame, pick]));
  for (const { planned, path } of plan.stills) {
    const pick = picks.get(planned.frame.ordinal);
    if (pick) pick.file = display(path, session.call.cwd);
  }
}

function isOfFolder(error: unknown): boolean {
  return (
    FrameSieveError.isInstance(error) &&
    (error.code === 'output-unwritable' || error.code === 'output-exists')
  );
}

async function exportSettings(
  { session, path }: VideoTask,
  identity: VideoIdentity,
): Promise<ExportSettings> {
  const { stillsFolder } = await import('@framesieve/exporter');
  const { out, config } = session.call.settings;
  const { format, template, overwrite, crop, quality, maxSize, metadata } = config.export;
  const folder = stillsFolder(out, path, identity);
  return { folder, format, template, overwrite, crop, quality, maxSize, metadata };
}

/** What the manifest repeats of the settings. */
function recordOf({ session }: VideoTask): Readonly<Record<string, unknown>> {
  const { metric, refine, refineTop, sample, select } = session.call.settings.config;
  const refined = typeof refine === 'string' ? { refine, refineTop } : {};
  return { toolVersion: ownVersion(), metric, ...refined, sample, select };
}
