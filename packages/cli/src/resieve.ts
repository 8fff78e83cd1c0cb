import {
  FrameSieveError,
  planStills,
  type RunRecord,
  type ScoreTable,
  type Selection,
  shownPath,
  type VideoIdentity,
} from '@framesieve/core';
import { runsById } from './analyze-video.ts';
import { createExporting } from './compose.ts';
import { countByHand } from './correct-by-hand.ts';
import { exportVideo, planExport } from './export-video.ts';
import type { SieveReport, VideoReport } from './json-document.ts';
import type { ExportOptions, SelectOptions } from './options.ts';
import { processVideos, type VideoCommand, type VideoTask } from './process-videos.ts';
import { chooseRanking } from './refine/choose-ranking.ts';
import { checkRanking, pickReports, scoreTable, selectVideo } from './select-video.ts';
import { callOf } from './session.ts';
import { reportOf } from './sieve.ts';
import { findStored, noteRuns, type StoredVideo } from './stored-runs.ts';

/** How frames are picked. */
export interface SelectCommandOptions {
  /** Stores nothing. */
  readonly dryRun: boolean;
  /** Looks at what was picked from while it is at hand. */
  onSelected?(report: VideoReport, table: ScoreTable, selection: Selection): void;
}

/** `select`: picks from stored scores. */
export function selectCommand({ dryRun, onSelected }: SelectCommandOptions): VideoCommand {
  return {
    name: 'select',
    database: 'existing',
    async open(session) {
      checkRanking(session, 'select');
      if (!dryRun && session.store.readOnly) throw notKept(session.store.location);
      return {
        async run(task) {
          const stored = await findStored(session, task.path);
          await task.claim(stored.identity);
          const { runs, refinedBy } = await chooseRanking(task, stored);
          noteRuns(task, runs, refinedBy);
          const table = await scoreTable(task, runs);
          const { selection, stills } = await selectVideo(task, runs, table, refinedBy);
          onSelected?.(task.report, table, selection);
          if (dryRun) {
            const { identity } = stored;
            return planExport(task, { identity, runs, selectionId: null, selection, table, stills });
          }
          await session.store.saveSelection(
            runs.map(run => run.runId),
            selection,
          );
        },
        async [Symbol.asyncDispose]() {},
      };
    },
  };
}

function notKept(location: string): FrameSieveError {
  return new FrameSieveError({
    code: 'store-failed',
    message: `The database "${location}" can't be written to, so picks can't be kept in it.`,
    hint: 'Give yourself write permission for it and its folder, or look at the picks with `framesieve select --dry-run`.',
  });
}

/** `export`: stills of stored picks, or of frames that are asked for by number. */
export function exportCommand({ frames }: { readonly frames: readonly number[] | null }): VideoCommand {
  return {
    name: 'export',
    database: 'existing',
    async open(session) {
      const exporting = await createExporting(session.call.settings, null);
      return {
        async run(task) {
          const stored = await findStored(session, task.path);
          await task.claim(stored.identity);
          const picked = frames ? await pickByNumber(task, stored, frames) : await latestPicks(task, stored);
          const { runs, selection } = picked;
          noteRuns(task, runs, selection.settings.refinedBy);
          // All scores, whatever the settings sample now: the picks may be from before.
          const table = await session.store.scoreTable(runs.map(run => run.runId));
          const stills = await planStills(runs, selection, table, session.store);
          task.report.picks = pickReports(stills);
          if (!frames) task.report.byHand = countByHand(selection);
          await exportVideo(task, { ...picked, table, stills }, exporting);
        },
        async [Symbol.asyncDispose]() {},
      };
    },
  };
}

/** Picks that are to be exported. */
interface ChosenPicks {
  readonly identity: VideoIdentity;
  readonly runs: readonly RunRecord[];
  /** `null` for picks that are not stored. */
  readonly selectionId: number | null;
  readonly selection: Selection;
}

async function latestPicks(task: VideoTask, { identity, runs }: StoredVideo): Promise<ChosenPicks> {
  const latest = await task.session.store.latestSelection(identity);
  if (latest) {
    const { selectionId, selection, runIds } = latest;
    const chosen = runsById(runs, runIds);
    // What can't be kept in the database is noted in the manifest only.
    const noted = task.session.store.readOnly ? null : selectionId;
    if (chosen.length === runIds.length) return { identity, runs: chosen, selectionId: noted, selection };
    const { stream } = task.session.call.settings.config;
    throw new FrameSieveError({
      code: 'nothing-stored',
      message: `The frames of "${shownPath(task.path)}" that were picked last are not of stream ${stream}.`,
      hint: `Pick some with \`framesieve select --stream ${stream}\`, or leave --stream out.`,
    });
  }
  throw new FrameSieveError({
    code: 'nothing-stored',
    message: `No frames of "${shownPath(task.path)}" have been picked yet.`,
    hint: 'Pick some with `framesieve select`, or name them with --frames.',
  });
}

async function pickByNumber(
  task: VideoTask,
  stored: StoredVideo,
  frames: readonly number[],
): Promise<ChosenPicks> {
  const { identity } = stored;
  const { runs, refinedBy } = await chooseRanking(task, stored);
  const ordinals = [...new Set(frames)].sort((a, b) => a - b);
  const known = await task.session.store.frames(runs[0]!.decodeId, ordinals);
  const missing = ordinals.filter(ordinal => !known.some(frame => frame.ordinal === ordinal));
  if (missing.length > 0) throw unknownFrames(task.path, missing, runs[0]!);
  const selection: Selection = {
    settings: { ...task.session.selection, refinedBy },
    picked: [...new Set(frames)].map((ordinal, i) => ({
      ordinal,
      rank: i + 1,
      tier: 'requested',
      reason: 'Asked for by its number.',
    })),
    rejected: [],
    relaxed: [],
  };
  return { identity, runs, selectionId: null, selection };
}

function unknownFrames(path: string, missing: readonly number[], run: RunRecord): FrameSieveError {
  const list = missing.slice(0, 10).join(', ') + (missing.length > 10 ? ', …' : '');
  return new FrameSieveError({
    code: 'nothing-stored',
    message: `"${shownPath(path)}" has no stored ${missing.length === 1 ? 'frame' : 'frames'} ${list}.`,
    hint:
      run.frameCount === null
        ? 'Score the video to its end first, or name other frames.'
        : `Its frames are 0 to ${run.frameCount - 1}; those that sampling left out are not stored.`,
  });
}

/**
 * Picks frames from stored scores, without decoding: the command `framesieve select` as a function.
 *
 * @throws FrameSieveError as `sieve`, and `nothing-stored` when there is no database.
 */
export async function select(options: SelectOptions): Promise<SieveReport> {
  const command = selectCommand({ dryRun: options.dryRun ?? false });
  return reportOf(await processVideos(command, await callOf(options)));
}

/**
 * Exports stills of the frames that were picked last, or of given ones: the command `framesieve export` as a function.
 *
 * @throws FrameSieveError as `sieve`, and `nothing-stored` when there is no database.
 */
export async function exportPicks(options: ExportOptions): Promise<SieveReport> {
  const command = exportCommand({ frames: options.frames ?? null });
  return reportOf(await processVideos(command, await callOf(options)));
}
