import {
  correctPicks,
  FrameSieveError,
  type Pick,
  type PickOverrides,
  type Rejection,
  type ReplacedFrame,
  type Selection,
  type StillRecord,
  type StoredPicks,
  type StoredSelection,
  turn,
} from '@framesieve/core';
import type { Selectable } from 'kysely';
import { all, type Connection, execute, first } from './connection.ts';
import { insertRows } from './insert-rows.ts';
import type { SelectionTable } from './tables/selection.table.ts';

/** Few enough that reading them keeps the process busy for some milliseconds only. */
const rejectionsAtOnce = 5000;

const rejectionColumns = 'ordinal, reason, in_favour_of as inFavourOf';

/** Keeps a selection and returns its id. */
export function saveSelection(db: Connection, runIds: readonly number[], selection: Selection): number {
  const values = {
    settings: JSON.stringify(selection.settings),
    relaxed: JSON.stringify(selection.relaxed),
    replaced: JSON.stringify(selection.replaced ?? []),
    created_at: new Date().toISOString(),
  };
  const { id } = first(db, db.query.insertInto('selection').values(values).returning('id'))!;
  insertRows(db, 'selection_run', ['selection_id', 'position', 'run_id'], runIds, (runId, position) => [
    id,
    position,
    runId,
  ]);
  insertPicks(db, id, selection.picked);
  insertRejections(db, id, selection.rejected);
  return id;
}

/** The newest selection made from runs over a decode, or over any of a video; `null` when there is none. */
export function readLatestPicks(
  db: Connection,
  made: { readonly decodeId: number } | { readonly videoId: number },
): StoredPicks | null {
  const query = db.query
    .selectFrom('selection')
    .innerJoin('selection_run', 'selection_run.selection_id', 'selection.id')
    .innerJoin('run', 'run.id', 'selection_run.run_id')
    .innerJoin('decode', 'decode.id', 'run.decode_id')
    .selectAll('selection')
    .orderBy('selection.id', 'desc')
    .limit(1);
  const found = first(
    db,
    'decodeId' in made
      ? query.where('decode.id', '=', made.decodeId)
      : query.where('decode.video_id', '=', made.videoId),
  );
  return found ? storedPicks(db, found) : null;
}

/** The picks of a selection; `null` when it is not stored. */
export function readPicks(db: Connection, selectionId: number): StoredPicks | null {
  const found = first(db, db.query.selectFrom('selection').selectAll().where('id', '=', selectionId));
  return found ? storedPicks(db, found) : null;
}

/** The newest selection made from runs of a video, with its rejections; `null` when there is none. */
export async function readLatestSelection(db: Connection, videoId: number): Promise<StoredSelection | null> {
  const latest = readLatestPicks(db, { videoId });
  if (!latest) return null;
  const rejected = await readRejections(db, latest.selectionId);
  return { ...latest, selection: { ...latest.selection, rejected } };
}

/** The rejections of a selection, in order of ordinals; other things get their turn meanwhile. */
export async function readRejections({ sqlite }: Connection, selectionId: number): Promise<Rejection[]> {
  const query = sqlite.prepare<[number, number, number], Rejection>(
    `select ${rejectionColumns} from rejection
     where selection_id = ? and ordinal >= ? order by ordinal limit ?`,
  );
  const pages: Rejection[][] = [];
  for (let from = 0; ; ) {
    const page = query.all(selectionId, from, rejectionsAtOnce);
    pages.push(page);
    if (page.length < rejectionsAtOnce) return pages.flat();
    from = page.at(-1)!.ordinal + 1;
    await turn();
  }
}

/**
 * Corrects a selection by hand, in place of how it was corrected before; call it within a transaction.
 *
 * @returns its picks as they are now.
 * @throws FrameSieveError `store-failed` when the selection is not stored.
 */
export function correctSelection(db: Connection, selectionId: number, overrides: PickOverrides): StoredPicks {
  const stored = readPicks(db, selectionId);
  if (!stored) throw notStored(selectionId);
  const { replaced = [] } = stored.selection;
  const ordinals = new Set([
    ...replaced.map(({ ordinal }) => ordinal),
    ...overrides.added,
    ...overrides.removed,
  ]);
  const query = db.sqlite.prepare<[number, number], Rejection>(
    `select ${rejectionColumns} from rejection where selection_id = ? and ordinal = ?`,
  );
  const rejected = [...ordinals]
    .flatMap(ordinal => query.get(selectionId, ordinal) ?? [])
    .sort((a, b) => a.ordinal - b.ordinal);
  const { rejected: after, ...selection } = correctPicks({ ...stored.selection, rejected }, overrides);
  const remove = db.sqlite.prepare('delete from rejection where selection_id = ? and ordinal = ?');
  for (const ordinal of ordinals) remove.run(selectionId, ordinal);
  insertRejections(db, selectionId, after);
  execute(db, db.query.deleteFrom('pick').where('selection_id', '=', selectionId));
  insertPicks(db, selectionId, selection.picked);
  const columns = { replaced: JSON.stringify(selection.replaced ?? []) };
  execute(db, db.query.updateTable('selection').set(columns).where('id', '=', selectionId));
  return { ...stored, selection };
}

/** The stills of a selection, in order of ordinals. */
export function readStills(db: Connection, selectionId: number): StillRecord[] {
  const query = db.query.selectFrom('still').select(['ordinal', 'file', 'sha256', 'verified']);
  return all(db, query.where('selection_id', '=', selectionId).orderBy('ordinal').orderBy('file'));
}

/** Notes a still; one written again under the same name replaces the note. */
export function saveStill(db: Connection, selectionId: number, still: StillRecord): void {
  const columns = {
    ordinal: still.ordinal,
    sha256: still.sha256,
    verified: still.verified,
    written_at: new Date().toISOString(),
  };
  execute(
    db,
    db.query
      .insertInto('still')
      .values({ selection_id: selectionId, file: still.file, ...columns })
      .onConflict(conflict => conflict.doUpdateSet(columns)),
  );
}

function storedPicks(db: Connection, stored: Selectable<SelectionTable>): StoredPicks {
  const { id } = stored;
  const runs = db.query.selectFrom('selection_run').select('run_id').where('selection_id', '=', id);
  const picks = db.query.selectFrom('pick').select(['ordinal', 'rank', 'tier', 'reason']);
  const replaced: readonly ReplacedFrame[] = JSON.parse(stored.replaced);
  return {
    selectionId: id,
    runIds: all(db, runs.orderBy('position')).map(run => run.run_id),
    selection: {
      settings: JSON.parse(stored.settings),
      picked: all(db, picks.where('selection_id', '=', id).orderBy('rank')),
      relaxed: JSON.parse(stored.relaxed),
      ...(replaced.length > 0 && { replaced }),
    },
    createdAt: stored.created_at,
  };
}

function notStored(selectionId: number): FrameSieveError {
  return new FrameSieveError({
    code: 'store-failed',
    message: `Selection ${selectionId} can't be corrected: it is not stored.`,
    hint: 'Select anew.',
  });
}

function insertPicks(db: Connection, selectionId: number, picked: readonly Pick[]): void {
  const columns = ['selection_id', 'ordinal', 'rank', 'tier', 'reason'] as const;
  insertRows(db, 'pick', columns, picked, ({ ordinal, rank, tier, reason }) => [
    selectionId,
    ordinal,
    rank,
    tier,
    reason,
  ]);
}

function insertRejections(db: Connection, selectionId: number, rejected: readonly Rejection[]): void {
  const columns = ['selection_id', 'ordinal', 'reason', 'in_favour_of'] as const;
  insertRows(db, 'rejection', columns, rejected, ({ ordinal, reason, inFavourOf }) => [
    selectionId,
    ordinal,
    reason,
    inFavourOf,
  ]);
}
