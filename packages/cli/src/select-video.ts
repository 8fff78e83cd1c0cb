import {
  createSampler,
  everyFrame,
  type PickTier,
  type PlannedStill,
  planStills,
  type RunRecord,
  rowOf,
  type ScoreTable,
  type Selection,
} from '@framesieve/core';
import { checkWeights } from './choose-weights.ts';
import { correctByHand, countByHand } from './correct-by-hand.ts';
import type { PickReport, VideoReport } from './json-document.ts';
import type { VideoTask } from './process-videos.ts';
import { checkRefinement } from './refine/choose-refinement.ts';
import type { Session } from './session.ts';

/** Picks, and the stills to be made of them. */
export interface SelectedVideo {
  readonly selection: Selection;
  readonly stills: readonly PlannedStill[];
}

/**
 * Checks before anything is done that frames can be ranked as the settings say.
 *
 * @throws FrameSieveError `usage` for weights of metrics that don't rank; where nobody named a metric, what was stored
 *   ranks, and is known only for each video.
 */
export function checkRanking({ metrics, refinement, selection }: Session, command: 'run' | 'select'): void {
  if (refinement && Object.hasOwn(selection.weights, refinement))
    checkRefinement(refinement, [], selection.weights);
  if (command === 'run' || !metrics.isAuto) checkWeights(selection.weights, metrics.ids);
}

/**
 * Picks from the scores of runs, and notes the picks in the report.
 *
 * @param refinedBy the metric of the one of them that has looked at the best frames only; `null` for none.
 */
export async function selectVideo(
  task: VideoTask,
  runs: readonly RunRecord[],
  table: ScoreTable,
  refinedBy: string | null,
): Promise<SelectedVideo> {
  const { session, context, report, warn } = task;
  const ids = runs.map(run => run.metric.id);
  checkWeights(
    session.selection.weights,
    ids.filter(id => id !== refinedBy),
  );
  const { createSelectStage } = await import('@framesieve/selector');
  const settings = { ...session.selection, refinedBy };
  const selected = createSelectStage().run({ table, settings }, context);
  const selection = await correctByHand(session, runs, selected);
  const stills = await planStills(
    runs,
    selection,
    await withPicks(session, runs, table, selection),
    session.store,
  );
  report.picks = pickReports(stills);
  report.rejected = countReasons(selection);
  report.tiers = countTiers(selection);
  report.byHand = countByHand(selection);
  report.relaxed = [...selection.relaxed];
  if (selection.picked.length === 0)
    warn(`No frame was picked: ${await whyNone(table, selection)}.${await whyUnscorable(task, runs)}`);
  session.call.emit({ type: 'select', path: report.path, picks: selection.picked.length });
  return { selection, stills };
}

/** A table that has the picks that are stored: a sampling may leave out some that were added by hand. */
async function withPicks(
  session: Session,
  runs: readonly RunRecord[],
  table: ScoreTable,
  { picked }: Selection,
): Promise<ScoreTable> {
  const isThere = picked.every(({ ordinal }) => rowOf(table, ordinal) >= 0);
  return isThere ? table : scoreTable({ session }, runs, everyFrame);
}

/** The scores of runs as columns, with the directions that the settings ask for. */
export async function scoreTable(
  { session }: Pick<VideoTask, 'session'>,
  runs: readonly RunRecord[],
  sampling = session.sampling,
): Promise<ScoreTable> {
  const table = await session.store.scoreTable(
    runs.map(run => run.runId),
    sampling,
  );
  const { directions } = session.metrics;
  return {
    ...table,
    // What overrode the direction when a run was stored doesn't count: what does so now.
    metrics: table.metrics.map((column, i) => ({
      ...column,
      direction: directions[column.id] ?? runs[i]!.metric.modelDirection,
    })),
  };
}

/** Picks as they stand in documents, in order of rank, before their stills are written. */
export function pickReports(stills: readonly PlannedStill[]): PickReport[] {
  return stills
    .toSorted((a, b) => a.pick.rank - b.pick.rank)
    .map(({ pick, frame, scores, rankedBy = null }) => ({
      frame: frame.ordinal,
      ptsTicks: frame.ptsTicks,
      timeSeconds: frame.timeSeconds,
      scores,
      rankedBy: pick.tier === 'requested' ? null : rankedBy,
      rank: pick.rank,
      tier: pick.tier,
      reason: pick.reason,
      file: null,
      sha256: null,
      verified: null,
    }));
}

/** Why the ranking metric had no score for the first frame that has none. */
async function whyUnscorable(
  { session, report }: VideoTask,
  [ranking]: readonly RunRecord[],
): Promise<string> {
  if (ranking === undefined || !report.rejected?.unscorable) return '';
  const keeps = createSampler(session.sampling);
  for await (const { frame, score } of session.store.scores(ranking.runId)) {
    if (!keeps(frame) || score.score !== null) continue;
    const other = session.registry.scorers.find(
      ({ id, isFamilyDefault }) => isFamilyDefault && id !== ranking.metric.id,
    );
    const hint = other ? ` Another metric may have a score, e.g. --metric ${other.id}.` : '';
    return ` Frame ${frame.ordinal}: ${score.reason}${hint}`;
  }
  return '';
}

function countTiers({ picked }: Selection): NonNullable<VideoReport['tiers']> {
  const count = (tier: PickTier) => picked.filter(pick => pick.tier === tier).length;
  return { top: count('top'), coverage: count('coverage'), backfill: count('backfill') };
}

function countReasons({ rejected }: Selection): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of rejected) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

async function whyNone(table: ScoreTable, selection: Selection): Promise<string> {
  if (table.ordinals.length === 0) return 'no frame of the asked-for range is scored';
  const { rejectionTexts } = await import('./rejection-texts.ts');
  const counts = rejectionTexts(countReasons(selection));
  return counts.length > 0
    ? `of ${table.ordinals.length} frames, ${counts.join(', ')}`
    : 'none was asked for';
}
