import { FrameSieveError, type RunRecord, shownPath } from '@framesieve/core';
import type { VideoTask } from '../process-videos.ts';
import type { StoredVideo } from '../stored-runs.ts';
import { checkRefinement } from './choose-refinement.ts';

/**
 * Chooses the run whose scores rank before those of others: of the metric that the settings name, that over chosen frames, or
 * else one over all. Where they say nothing of it, it is as it was last: the newest selection, or what was refined since.
 *
 * @param runs those that were chosen of the metrics that scored every frame, at least one.
 * @returns `null` for none.
 * @throws FrameSieveError `nothing-stored` where there are no scores by the metric that was named, `usage` where it scores
 *   every frame or has a weight.
 */
export async function chooseRefinedRun(
  task: Pick<VideoTask, 'session' | 'path'>,
  stored: StoredVideo,
  runs: readonly RunRecord[],
): Promise<RunRecord | null> {
  const { refinement, selection } = task.session;
  if (refinement === false) return null;
  const ids = runs.map(({ metric }) => metric.id);
  if (refinement !== null) checkRefinement(refinement, ids, selection.weights);
  const others = stored.runs.filter(
    ({ decodeId, metric }) => decodeId === runs[0]!.decodeId && !ids.includes(metric.id),
  );
  if (refinement === null) return asLast(task, stored, others);
  const own = others.filter(({ metric }) => metric.id === refinement);
  const run = own.find(({ scope }) => scope === 'chosen') ?? own[0];
  if (run) return run;
  throw new FrameSieveError({
    code: 'nothing-stored',
    message: `No frames of "${shownPath(task.path)}" have been refined by ${refinement}.`,
    hint: `Refine them with \`framesieve score --refine ${refinement}\`, or leave them as they are with --no-refine.`,
  });
}

async function asLast(
  { session }: Pick<VideoTask, 'session'>,
  { identity }: StoredVideo,
  others: readonly RunRecord[],
): Promise<RunRecord | null> {
  const lastUse = ({ endedAt, startedAt }: RunRecord) => endedAt ?? startedAt;
  const [newest = null] = others
    .filter(({ scope, scored }) => scope === 'chosen' && scored > 0)
    .toSorted((a, b) => (lastUse(a) < lastUse(b) ? 1 : -1));
  const latest = await session.store.latestSelection(identity);
  if (latest === null || (newest && latest.createdAt < lastUse(newest))) return newest;
  const { refinedBy = null } = latest.selection.settings;
  return others.find(({ runId, metric }) => latest.runIds.includes(runId) && metric.id === refinedBy) ?? null;
}
