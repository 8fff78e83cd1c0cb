import {
  everyFrame,
  type RunRecord,
  rowOf,
  type ScoreTable,
  type Selection,
  storedSettings,
} from '@framesieve/core';
import { runsById } from '../analyze-video.ts';
import { checkWeights } from '../choose-weights.ts';
import { correctByHand } from '../correct-by-hand.ts';
import type { VideoTask } from '../process-videos.ts';
import { chooseRanking } from '../refine/choose-ranking.ts';
import { scoreTable } from '../select-video.ts';
import type { StoredVideo } from '../stored-runs.ts';

/** A selection that is to be explained, and what it was made from. */
export interface ExplainedSelection {
  /** The newest that is stored; or what the flags that were given, or the settings where nothing is stored, would give. */
  readonly source: 'stored' | 'flags' | 'settings';
  /** `null` for one that is not stored. */
  readonly selectionId: number | null;
  readonly runs: readonly RunRecord[];
  readonly table: ScoreTable;
  readonly selection: Selection;
}

type Where = Pick<VideoTask, 'session' | 'path' | 'context'>;

/**
 * Finds the newest selection of a video, or makes one that is not stored.
 *
 * @param hasFlags whether flags say what to select, so that what is stored does not matter.
 * @throws FrameSieveError `nothing-stored` when there are no scores to select from, `usage` for weights that fit none.
 */
export async function chooseSelection(
  where: Where,
  stored: StoredVideo,
  hasFlags: boolean,
): Promise<ExplainedSelection> {
  const found = hasFlags ? null : await newestSelection(where, stored);
  return found ?? (await select(where, stored, hasFlags ? 'flags' : 'settings'));
}

async function newestSelection(
  where: Where,
  { identity, runs }: StoredVideo,
): Promise<ExplainedSelection | null> {
  const latest = await where.session.store.latestSelection(identity);
  if (!latest) return null;
  const { selectionId, runIds, selection } = latest;
  const chosen = runsById(runs, runIds);
  if (chosen.length < runIds.length) return null;
  const settings = storedSettings(selection.settings);
  const sampled = await scoreTable(where, chosen);
  // How the settings sample now is not how they did then, if frames are missing that were picked.
  const isComplete = selection.picked.every(({ ordinal }) => rowOf(sampled, ordinal) >= 0);
  const table = isComplete ? sampled : await scoreTable(where, chosen, everyFrame);
  return { source: 'stored', selectionId, runs: chosen, table, selection: { ...selection, settings } };
}

async function select(
  where: Where,
  stored: StoredVideo,
  source: 'flags' | 'settings',
): Promise<ExplainedSelection> {
  const { session, context } = where;
  const { runs, refinedBy } = await chooseRanking(where, stored);
  const ids = runs.map(run => run.metric.id);
  checkWeights(
    session.selection.weights,
    ids.filter(id => id !== refinedBy),
  );
  const table = await scoreTable(where, runs);
  const { createSelectStage } = await import('@framesieve/selector');
  const selected = createSelectStage().run({ table, settings: { ...session.selection, refinedBy } }, context);
  const selection = await correctByHand(session, runs, selected);
  return { source, selectionId: null, runs, table, selection };
}
