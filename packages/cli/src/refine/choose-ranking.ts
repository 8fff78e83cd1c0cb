import type { RunRecord } from '@framesieve/core';
import type { VideoTask } from '../process-videos.ts';
import { chooseRuns, type StoredVideo } from '../stored-runs.ts';
import { chooseRefinedRun } from './choose-refined-run.ts';

/** The stored runs that frames are picked from. */
export interface StoredRanking {
  /** Those of metrics that have scored every frame first, then the one that refines. */
  readonly runs: readonly RunRecord[];
  /** Id of the metric that refines; `null` for none. */
  readonly refinedBy: string | null;
}

/**
 * Chooses the stored runs that frames are picked from, as the settings say.
 *
 * @throws FrameSieveError as `chooseRuns` and `chooseRefinedRun`.
 */
export async function chooseRanking(
  task: Pick<VideoTask, 'session' | 'path'>,
  stored: StoredVideo,
): Promise<StoredRanking> {
  const runs = chooseRuns(task, stored.runs);
  const refined = await chooseRefinedRun(task, stored, runs);
  if (!refined) return { runs, refinedBy: null };
  return { runs: [...runs, refined], refinedBy: refined.metric.id };
}
