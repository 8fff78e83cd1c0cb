import {
  type AnalysisReport,
  type AnalyzedVideo,
  analyze,
  createSampler,
  type DecodeDescription,
  type FrameRecord,
  type RunRecord,
  type Sampling,
  type ScoredFrame,
  type ScoreStage,
  type ScoreTable,
  type VideoIdentity,
} from '@framesieve/core';
import { decodeRequest } from './decode-request.ts';
import { damageOf, describeDamage } from './describe-damage.ts';
import type { MetricReport, ScoreReport, VideoReport } from './json-document.ts';
import { observeDecoding, observeScoring } from './observe.ts';
import type { VideoTask } from './process-videos.ts';
import { scoreTable } from './select-video.ts';

/** What the rest of a call needs to know of an analysed video. */
export interface Analysis {
  readonly identity: VideoIdentity;
  readonly runs: readonly RunRecord[];
  /** The scores of the runs, those that the sampling keeps. */
  readonly table: ScoreTable;
  /** Id of the metric of the last run, where that has looked at the best frames only; `null` where none has. */
  readonly refinedBy: string | null;
}

/** Decodes and scores a video, and notes in its report what became of it. */
export async function analyzeVideo(task: VideoTask, scoring: ScoreStage): Promise<Analysis> {
  const { session, context, path, report } = task;
  const { call, store, sampling } = session;
  const watch = new Watch(task, scoring);
  const start = performance.now();
  let waited = 0;
  const request = {
    input: decodeRequest(path, call.settings),
    sampling,
    resume: call.resume,
    onBegin: (video: AnalyzedVideo) => watch.begin(video, sampling),
  };
  const decode = observeDecoding(session.decode, {
    async onOpen({ identity }) {
      const opened = performance.now();
      await task.claim(identity);
      waited = performance.now() - opened;
    },
    onFrame: record => watch.read(record),
  });
  const score = observeScoring(scoring, scored => watch.scored(scored));
  try {
    const analysis = await analyze(request, { decode, score, store }, context);
    await noteOutcome(task, analysis);
  } finally {
    const seconds = (performance.now() - start - waited) / 1000;
    if (watch.framesScored > 0) report.fps = watch.framesScored / seconds;
    watch.countScored(report.metrics);
  }
  const identity = watch.identity!;
  const ids = report.metrics.map(metric => metric.runId);
  const runs = runsById(await session.store.runs(identity), ids);
  const table = await scoreTable(task, runs);
  countKept(report.metrics, table);
  return { identity, runs, table, refinedBy: null };
}

/** Counts what the request had of its runs: other requests may have stored further frames in them. */
function countKept(metrics: readonly MetricReport[], { ordinals, metrics: columns }: ScoreTable): void {
  for (const [i, metric] of metrics.entries()) {
    metric.reused = ordinals.length - metric.scored;
    metric.unscorable = columns[i]!.scores.filter(Number.isNaN).length;
  }
}

/** Runs in the order of the given ids. */
export function runsById(runs: readonly RunRecord[], ids: readonly number[]): readonly RunRecord[] {
  return ids.flatMap(id => runs.filter(run => run.runId === id));
}

/** Notes in a report how a video is decoded. */
export function noteDecode(report: VideoReport, decode: DecodeDescription): void {
  const { stream, decoder, startPts } = decode;
  report.width = stream.width;
  report.height = stream.height;
  report.timeBase = [stream.timeBase.numerator, stream.timeBase.denominator];
  report.startPts = startPts;
  report.decoder = decoder.id;
  report.decoderVersion = decoder.version;
  report.pixelPipeline = decode.pixelPipeline;
  report.crop = decode.crop;
}

/** The stored scores of a run that a sampling keeps, in order of frames. */
export async function scoresOfRun(
  { store }: VideoTask['session'],
  runId: number,
  sampling: Sampling,
): Promise<ScoreReport[]> {
  const keeps = createSampler(sampling);
  const scores: ScoreReport[] = [];
  for await (const { frame, score } of store.scores(runId)) {
    if (keeps(frame)) scores.push(scoreReport(frame, score));
  }
  return scores;
}

/** One score as it stands in documents. */
export function scoreReport(
  frame: FrameRecord,
  score: { readonly score: number | null; readonly reason?: string },
): ScoreReport {
  return {
    frame: frame.ordinal,
    ptsTicks: frame.ptsTicks,
    ptsSource: frame.ptsSource,
    timeSeconds: frame.timeSeconds,
    score: score.score,
    reason: score.reason ?? null,
  };
}

async function noteOutcome(task: VideoTask, analysis: AnalysisReport): Promise<void> {
  const { report, warn } = task;
  report.frames = analysis.frameCount;
  // Some is known only when the frames have been read.
  for (const warning of analysis.warnings) if (!report.warnings.includes(warning)) warn(warning);
  report.damage = await damageOf(task, analysis);
  if (report.damage === null) return;
  report.status = 'partial';
  warn(describeDamage(report.damage));
}

/** Follows an analysis: tells of its progress, and counts. */
class Watch {
  framesScored = 0;
  identity: VideoIdentity | null = null;
  readonly #task: VideoTask;
  readonly #ranking: { readonly id: string; readonly sign: 1 | -1 } | null;
  readonly #scoredBy = new Map<string, number>();
  #position = 0;
  #best: { frame: number; timeSeconds: number; score: number } | null = null;

  constructor(task: VideoTask, { metrics }: ScoreStage) {
    const [first] = metrics;
    this.#task = task;
    this.#ranking = first ? { id: first.id, sign: first.direction === 'higher' ? 1 : -1 } : null;
  }

  begin({ identity, decode, runs, warnings }: AnalyzedVideo, sampling: Sampling): void {
    const { report, session, warn } = this.#task;
    this.identity = identity;
    for (const warning of warnings) warn(warning);
    noteDecode(report, decode);
    report.metrics = runs.map(({ runId, metric, reused }) => ({
      id: metric.id,
      runId,
      modelSha256: metric.modelSha256,
      direction: metric.direction,
      refines: false,
      scored: 0,
      reused,
      unscorable: 0,
    }));
    session.call.emit({
      type: 'analyze',
      path: report.path,
      expectedFrames: expectedFrames(decode, sampling),
      decoder: `${decode.decoder.id} ${decode.decoder.version}`,
      metrics: runs.map(run => run.metric.id),
      reused: runs[0]?.reused ?? 0,
    });
  }

  read({ ordinal }: FrameRecord): void {
    this.#position = ordinal + 1;
    this.#tell();
  }

  scored({ record, scores }: ScoredFrame): void {
    this.framesScored += 1;
    for (const id of scores.keys()) this.#scoredBy.set(id, (this.#scoredBy.get(id) ?? 0) + 1);
    const score = this.#ranking && scores.get(this.#ranking.id)?.score;
    if (this.#ranking === null || score === null || score === undefined) return;
    const { sign } = this.#ranking;
    if (this.#best === null || sign * score > sign * this.#best.score)
      this.#best = { frame: record.ordinal, timeSeconds: record.timeSeconds, score };
  }

  countScored(metrics: readonly MetricReport[]): void {
    for (const metric of metrics) metric.scored = this.#scoredBy.get(metric.id) ?? 0;
  }

  #tell(): void {
    const { report, session } = this.#task;
    session.call.emit({
      type: 'progress',
      path: report.path,
      position: this.#position,
      scored: this.framesScored,
      best: this.#best,
    });
  }
}

/** What the container claims; only good for a progress bar. */
function expectedFrames({ stream }: DecodeDescription, { toSeconds }: Sampling): number | null {
  const rate = stream.frameRate && stream.frameRate.numerator / stream.frameRate.denominator;
  const byDuration =
    rate && stream.durationSeconds !== null ? Math.round(stream.durationSeconds * rate) : null;
  const claimed = stream.frameCount ?? byDuration;
  if (toSeconds === null || !rate) return claimed;
  return Math.min(claimed ?? Number.POSITIVE_INFINITY, Math.ceil(toSeconds * rate));
}
