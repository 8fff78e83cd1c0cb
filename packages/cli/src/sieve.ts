import { type Analysis, analyzeVideo, scoresOfRun } from './analyze-video.ts';
import { createExporting, createScoring, type Scoring } from './compose.ts';
import { exportVideo } from './export-video.ts';
import type { SieveReport } from './json-document.ts';
import type { SieveOptions } from './options.ts';
import { type Outcome, processVideos, type VideoCommand, type VideoTask } from './process-videos.ts';
import { checkRefinement } from './refine/choose-refinement.ts';
import { refineVideo } from './refine/refine-video.ts';
import { checkRanking, selectVideo } from './select-video.ts';
import { callOf, type Session } from './session.ts';

/** `run`: decode, score, store, select, export. */
export const runCommand: VideoCommand = {
  name: 'run',
  database: 'create',
  async open(session) {
    checkRanking(session, 'run');
    const { ids } = session.metrics;
    const { refinement } = session;
    const exporting = await createExporting(session.call.settings, refinement ? [...ids, refinement] : ids);
    const scoring = await createPasses(session);
    return {
      async run(task) {
        const { identity, runs, table, refinedBy } = await scoring.run(task);
        const { selection, stills } = await selectVideo(task, runs, table, refinedBy);
        const selectionId = await session.store.saveSelection(
          runs.map(run => run.runId),
          selection,
        );
        await exportVideo(task, { identity, runs, selectionId, selection, table, stills }, exporting);
      },
      [Symbol.asyncDispose]: () => scoring[Symbol.asyncDispose](),
    };
  },
};

/** `score`: decode, score, store. */
export function scoreCommand(options: { readonly listScores: boolean }): VideoCommand {
  return {
    name: 'score',
    database: 'create',
    async open(session) {
      const scoring = await createPasses(session);
      return {
        async run(task) {
          const { table } = await scoring.run(task);
          if (table.ordinals.length === 0)
            task.warn('No frame was scored: none of the video is in the range or sample that was asked for.');
          if (!options.listScores) return;
          for (const metric of task.report.metrics)
            metric.scores = await scoresOfRun(session, metric.runId, session.sampling);
        },
        [Symbol.asyncDispose]: () => scoring[Symbol.asyncDispose](),
      };
    },
  };
}

/** The one or two passes in which a video is scored. */
interface Passes extends AsyncDisposable {
  run(task: VideoTask): Promise<Analysis>;
}

/** Loads the metrics: those that score every frame, and the one that refines. */
async function createPasses(session: Session): Promise<Passes> {
  const { registry, metrics, refinement, selection } = session;
  const { settings } = session.call;
  if (refinement) checkRefinement(refinement, metrics.ids, selection.weights);
  const models = metrics.ids.length + (refinement ? 1 : 0);
  const scoring = await createScoring(registry, metrics, settings, models);
  void session.firstFrame().then(frame => frame && scoring.prepare(frame, session.call.signal));
  let refining: Scoring | null = null;
  const dispose = async () => {
    await refining?.[Symbol.asyncDispose]();
    await scoring[Symbol.asyncDispose]();
  };
  try {
    if (refinement)
      refining = await createScoring(registry, { ...metrics, ids: [refinement] }, settings, models);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    async run(task) {
      const analysis = await analyzeVideo(task, scoring.stage);
      return refining ? refineVideo(task, analysis, refining.stage) : analysis;
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/**
 * Scores every frame of the inputs, keeps the scores, picks the best and most representative frames, and exports them
 * as stills: the command `framesieve run` as a function.
 *
 * @returns the same as the command's `--json` document. A video that failed is in there with its error.
 * @throws FrameSieveError for what concerns the call as a whole: settings, plugins, the database, the output folder.
 * @throws the signal's reason when it aborts. What was committed stays.
 */
export async function sieve(options: SieveOptions): Promise<SieveReport> {
  return reportOf(await processVideos(runCommand, await callOf(options)));
}

/**
 * Scores every frame of the inputs and keeps the scores: the command `framesieve score` as a function. The report lists
 * every score.
 *
 * @throws as {@link sieve}.
 */
export async function score(options: SieveOptions): Promise<SieveReport> {
  return reportOf(await processVideos(scoreCommand({ listScores: true }), await callOf(options)));
}

/** The document of an outcome. */
export function reportOf({ report, error }: Outcome): SieveReport {
  if (report.error) throw error;
  return report;
}
