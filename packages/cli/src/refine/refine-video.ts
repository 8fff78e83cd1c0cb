import { type RunRecord, refine, type ScoreStage, type ScoreTable, wasScored } from '@framesieve/core';
import { type Analysis, runsById } from '../analyze-video.ts';
import { decodeRequest } from '../decode-request.ts';
import type { MetricReport } from '../json-document.ts';
import { observeScoring } from '../observe.ts';
import type { VideoTask } from '../process-videos.ts';
import { scoreTable } from '../select-video.ts';
import { candidateCount } from './candidate-count.ts';

/**
 * Scores the best frames of each stretch of an analysed video by a further metric, and notes in the report what became of it.
 *
 * @param scoring of that metric alone.
 * @returns the analysis with its scores; as it was, where no frame was good enough to be looked at.
 */
export async function refineVideo(
  task: VideoTask,
  analysis: Analysis,
  scoring: ScoreStage,
): Promise<Analysis> {
  const { session, context, path, report } = task;
  const { call, store, decode } = session;
  const [run] = analysis.runs;
  const [metric] = scoring.metrics;
  if (!run || !metric) return analysis;
  const candidates = await candidatesOf(task, analysis);
  if (candidates.length === 0) return analysis;
  const progress = new Progress(task, candidates.length);
  const refined = await refine(
    {
      input: decodeRequest(path, call.settings),
      identity: analysis.identity,
      run,
      candidates,
      resume: call.resume,
      onBegin: ([begun]) => progress.begin(begun!),
    },
    { decode, score: observeScoring(scoring, () => progress.count()), store },
    context,
  );
  for (const warning of refined.warnings) task.warn(warning);
  const [missing] = refined.missing;
  if (missing) {
    report.status = 'partial';
    const what = `${refined.missing.length} of ${candidates.length} frames could not be refined`;
    task.warn(`${what}, the first of them frame ${missing.ordinal}. ${missing.reason}`);
  }
  const ids = [...analysis.runs, ...refined.runs].map(({ runId }) => runId);
  const runs = runsById(await store.runs(analysis.identity), ids);
  const table = await scoreTable(task, runs);
  progress.end(table);
  return { ...analysis, runs, table, refinedBy: metric.id };
}

async function candidatesOf({ session }: VideoTask, { table }: Analysis): Promise<readonly number[]> {
  const { chooseCandidates } = await import('@framesieve/selector');
  const { selection, call } = session;
  const count = candidateCount(call.settings.config.refineTop, table);
  const known = Object.entries(selection.weights).filter(([id]) => table.metrics.some(one => one.id === id));
  return chooseCandidates({ table, settings: { ...selection, weights: Object.fromEntries(known) } }, count);
}

/** Follows a refinement: tells of its progress, and counts. */
class Progress {
  readonly #task: VideoTask;
  readonly #candidates: number;
  #metric: MetricReport | null = null;
  #open = 0;

  constructor(task: VideoTask, candidates: number) {
    this.#task = task;
    this.#candidates = candidates;
  }

  begin({ runId, metric, reused }: Pick<RunRecord, 'runId' | 'metric'> & { readonly reused: number }): void {
    const { report, session } = this.#task;
    this.#metric = {
      id: metric.id,
      runId,
      modelSha256: metric.modelSha256,
      direction: metric.direction,
      refines: true,
      scored: 0,
      reused,
      unscorable: 0,
    };
    this.#open = this.#candidates - reused;
    report.metrics.push(this.#metric);
    session.call.emit({
      type: 'refine',
      path: report.path,
      metric: metric.id,
      candidates: this.#candidates,
      reused,
    });
  }

  count(): void {
    if (!this.#metric) return;
    this.#metric.scored += 1;
    const { report, session } = this.#task;
    session.call.emit({
      type: 'refining',
      path: report.path,
      done: this.#metric.scored,
      total: this.#open,
    });
  }

  /** Counts all that is refined: other requests may have stored further frames. */
  end({ metrics, ordinals }: ScoreTable): void {
    const column = metrics.at(-1)!;
    let [refined, unscorable] = [0, 0];
    for (let row = 0; row < ordinals.length; row++) {
      if (!wasScored(column, row)) continue;
      refined++;
      if (Number.isNaN(column.scores[row]!)) unscorable++;
    }
    if (this.#metric) Object.assign(this.#metric, { reused: refined - this.#metric.scored, unscorable });
  }
}
