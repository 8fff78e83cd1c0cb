import { join, parse } from 'node:path';
import {
  type ExportedStill,
  type ExportStage,
  exportStills,
  type RunRecord,
  type Selection,
  type VideoIdentity,
} from '@framesieve/core';
import { display } from './inputs.ts';
import { ownVersion } from './own-version.ts';
import type { VideoTask } from './process-videos.ts';
import { reportedError } from './reported-error.ts';

/** Picks to export. */
export interface PickedVideo {
  readonly identity: VideoIdentity;
  readonly runs: readonly RunRecord[];
  /** `null` for picks that are not stored. */
  readonly selectionId: number | null;
  readonly selection: Selection;
}

/** Writes the stills of picks, and notes in the report what became of each. */
export async function exportVideo(task: VideoTask, picked: PickedVideo, stage: ExportStage): Promise<void> {
  const { session, context, path, report, warn } = task;
  const { call, store, decode } = session;
  const { config } = call.settings;
  const total = picked.selection.picked.length;
  if (total === 0) return;
  let done = 0;
  const onStill = ({ planned, still, error }: ExportedStill) => {
    done += 1;
    const pick = report.picks?.find(({ frame }) => frame === planned.frame.ordinal);
    const file = still && display(join(folder, still.file), call.cwd);
    if (pick && still) Object.assign(pick, { file, sha256: still.sha256, verified: still.verified });
    if (error) {
      report.status = 'partial';
      const { message, hint } = reportedError(error);
      warn(`Frame ${planned.frame.ordinal} was not exported: ${message}${hint ? ` ${hint}` : ''}`);
    }
    call.emit({ type: 'still', path: report.path, frame: planned.frame.ordinal, file, done, total });
  };
  const folder = stillsFolder(task, picked.identity);
  await exportStills(
    {
      input: { path, stream: picked.runs[0]?.decode.stream.index ?? null, decoder: null },
      runs: picked.runs,
      selection: picked,
      settings: {
        folder,
        format: config.export.format,
        template: config.export.template,
        overwrite: config.export.overwrite,
      },
      record: {
        toolVersion: ownVersion(),
        metric: config.metric,
        sample: config.sample,
        select: config.select,
      },
      onStill,
    },
    { decode, store, export: stage },
    context,
  );
}

/** Folder of a video's stills: two videos of one name don't meet in it, and a video meets itself. */
function stillsFolder({ session, path }: VideoTask, { sha256 }: VideoIdentity): string {
  return join(session.call.settings.out, `${parse(path).name}-${sha256.slice(0, 6)}`);
}
