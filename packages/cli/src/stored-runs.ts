import {
  type DecodeDescription,
  FrameSieveError,
  type RunRecord,
  shownPath,
  type VideoIdentity,
} from '@framesieve/core';
import { noteDecode } from './analyze-video.ts';
import type { MetricReport } from './json-document.ts';
import type { VideoTask } from './process-videos.ts';
import type { Session } from './session.ts';

/** What is stored of a video. */
export interface StoredVideo {
  readonly identity: VideoIdentity;
  /** Newest first, at least one; with the directions that the settings ask for. */
  readonly runs: readonly RunRecord[];
}

/**
 * Finds what is stored of a video by its content, or of the stream that was asked for; nothing is decoded.
 *
 * @throws FrameSieveError `nothing-stored`, or what is wrong with the file.
 */
export async function findStored(session: Session, path: string): Promise<StoredVideo> {
  const { identifyVideo } = await import('@framesieve/decoder');
  const identity = await identifyVideo(path, session.call.signal);
  const { stream } = session.call.settings.config;
  const { directions } = session.metrics;
  const stored = await session.store.runs(identity);
  const ofStream = stored.filter(({ decode }) => stream === null || decode.stream.index === stream);
  const runs = ofStream.map(run => ({
    ...run,
    metric: { ...run.metric, direction: directions[run.metric.id] ?? run.metric.modelDirection },
  }));
  if (runs.length > 0) return { identity, runs };
  throw new FrameSieveError({
    code: 'nothing-stored',
    message: `The database "${session.store.location}" holds no scores of ${stored.length > 0 ? `stream ${stream} of ` : ''}"${shownPath(path)}".`,
    hint: 'Score the video first with `framesieve score`; a file that was changed since then counts as another video.',
  });
}

/**
 * Chooses, for each metric that was asked for, its newest run, complete ones first; all over one decode, that of the
 * first. `auto` takes whatever was scored last where the usual metric has no run.
 *
 * @throws FrameSieveError `nothing-stored` when a metric has none.
 */
export function chooseRuns(
  task: Pick<VideoTask, 'session' | 'path'>,
  runs: readonly RunRecord[],
): readonly RunRecord[] {
  const { ids, isAuto } = task.session.metrics;
  const { firstDecoder } = task.session.call.settings;
  const sampled = runs.filter(({ scope }) => scope === 'sampled');
  const candidates = sampled.filter(run => firstDecoder === null || run.decode.decoder.id === firstDecoder);
  const wanted =
    isAuto && candidates[0] && !candidates.some(run => ids.includes(run.metric.id))
      ? [candidates[0].metric.id]
      : ids;
  const chosen: RunRecord[] = [];
  for (const id of wanted) {
    const decodeId = chosen[0]?.decodeId ?? null;
    const own = candidates.filter(
      run => run.metric.id === id && (decodeId === null || run.decodeId === decodeId),
    );
    const run = own.find(({ state }) => state === 'complete' || state === 'partial') ?? own[0];
    if (!run) throw notScored(task, id, { decode: chosen[0]?.decode ?? null, runs: sampled });
    chosen.push(run);
  }
  return chosen;
}

/** Notes in a report what is stored; `refinedBy` is the metric among them that has looked at the best frames only. */
export function noteRuns(
  { report, warn }: VideoTask,
  runs: readonly RunRecord[],
  refinedBy: string | null = null,
): void {
  const [first] = runs;
  if (!first) return;
  noteDecode(report, first.decode);
  report.frames = first.frameCount;
  report.metrics = runs.map(run => metricReport(run, refinedBy));
  for (const { state, metric } of runs) {
    if (state === 'interrupted' || state === 'running')
      warn(`Scoring with ${metric.id} has not come to its end: only the frames so far are looked at.`);
  }
}

function metricReport(
  { metric, runId, scored, unscorable }: RunRecord,
  refinedBy: string | null,
): MetricReport {
  return {
    id: metric.id,
    runId,
    modelSha256: metric.modelSha256,
    direction: metric.direction,
    refines: metric.id === refinedBy,
    scored: 0,
    reused: scored,
    unscorable,
  };
}

function notScored(
  { path, session }: Pick<VideoTask, 'session' | 'path'>,
  id: string,
  { decode, runs }: { readonly decode: DecodeDescription | null; readonly runs: readonly RunRecord[] },
): FrameSieveError {
  const { firstDecoder } = session.call.settings;
  const asked = firstDecoder === null ? '' : ` as decoded by ${firstDecoder}`;
  const by = decode ? ` as decoded by ${decode.decoder.id} ${decode.decoder.version}` : asked;
  const others = new Set(runs.filter(({ metric }) => metric.id === id).map(run => run.decode.decoder.id));
  const command = `framesieve score --metric ${id}${firstDecoder === null ? '' : ` --decoder ${firstDecoder}`}`;
  const instead =
    firstDecoder === null || others.size === 0
      ? ''
      : ` There are some by ${[...others].join(', ')}: leave out --decoder to take those.`;
  return new FrameSieveError({
    code: 'nothing-stored',
    message: `"${shownPath(path)}"${by} has no scores of ${id}.`,
    hint: `Score it with \`${command}\`.${instead}`,
  });
}

/**
 * The newest run of each metric that was asked for; by default, of each that there is. One over chosen frames only where there
 * is no other.
 */
export function newestRuns(
  { metrics, refinement }: Session,
  runs: readonly RunRecord[],
): readonly RunRecord[] {
  const wanted = metrics.isAuto ? null : refinement ? [...metrics.ids, refinement] : metrics.ids;
  const newest = new Map<string, RunRecord>();
  const isChosen = ({ scope }: RunRecord) => Number(scope === 'chosen');
  for (const run of runs.toSorted((a, b) => isChosen(a) - isChosen(b))) {
    const { id } = run.metric;
    if (!newest.has(id) && (wanted === null || wanted.includes(id))) newest.set(id, run);
  }
  return [...newest.values()];
}
