import type { Store } from '@framesieve/core';
import type { FrameView } from '../api/selection.ts';
import type { ColumnsCache } from '../curve/columns-cache.ts';
import { neighboursOf } from '../curve/run-columns.ts';
import { RequestError } from '../http/failure.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import { describePicks, type SelectionParts } from './describe-selection.ts';
import { correctHeld, type HeldSelection } from './held-selection.ts';
import { otherScores } from './other-scores.ts';
import { reasonOfCode } from './reason-codes.ts';
import type { SelectingProcess } from './selecting-process.ts';
import { tableOf } from './selection-book.ts';

/** What a frame is told from. */
export interface FrameParts extends SelectionParts {
  readonly store: Store;
  readonly columns: ColumnsCache;
  readonly selecting: SelectingProcess;
}

/**
 * Tells a frame, and what a selection made of it.
 *
 * @throws RequestError 404 for a frame that is not stored.
 */
export async function describeFrame(
  record: DecodeRecord,
  held: HeldSelection,
  ordinal: number,
  signal: AbortSignal,
  parts: FrameParts,
): Promise<FrameView> {
  const { store, columns, selecting, selections } = parts;
  const { decodeId } = record;
  const [frame] = await store.frames(decodeId, [ordinal]);
  if (!frame) throw new RequestError(404, `Frame ${ordinal} is not stored: nothing has scored it.`);
  const overrides = await selections.overrides(record);
  const corrected = correctHeld(held, overrides);
  const picked = corrected.picked.filter(pick => pick.ordinal === ordinal);
  const [pick = null] = await describePicks(record, held, { ...corrected, picked }, parts);
  const source = { selectionId: held.selectionId, settings: held.settings };
  const story = await selecting.ask(
    { kind: 'explain', table: tableOf(held.runs), source, overrides, ordinal },
    { decodeId, signal },
  );
  const unscored = { score: null, percentile: null };
  const ranking = story?.scores ?? held.runs.map(run => ({ metric: run.metric.id, ...unscored }));
  const { ptsTicks, ptsSource, timeSeconds, width, height, keyFrame, corrupt } = frame;
  return {
    ordinal,
    timeSeconds,
    ptsTicks,
    ptsSource,
    width,
    height,
    keyFrame,
    isCorrupt: corrupt,
    scores: [...ranking, ...(await otherScores(record, held, ordinal, parts))],
    pick,
    rejection: reasonOfCode(corrected.codes[ordinal]),
    override: overrides.added.includes(ordinal)
      ? 'added'
      : overrides.removed.includes(ordinal)
        ? 'removed'
        : null,
    sentences: story?.sentences ?? null,
    facts: story?.facts ?? [],
    ...neighboursOf(await columns.of(held.runs[0]!), ordinal),
  };
}
