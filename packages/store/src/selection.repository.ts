import type { Pick, Rejection, Selection, StillRecord, StoredSelection } from '@framesieve/core';
import { all, type Connection, execute, first } from './connection.ts';
import { insertRows } from './insert-rows.ts';

/** Keeps a selection and returns its id. */
export function saveSelection(db: Connection, runIds: readonly number[], selection: Selection): number {
  const values = {
    settings: JSON.stringify(selection.settings),
    relaxed: JSON.stringify(selection.relaxed),
    created_at: new Date().toISOString(),
  };
  const { id } = first(db, db.query.insertInto('selection').values(values).returning('id'))!;
  insertRows(db, 'selection_run', ['selection_id', 'position', 'run_id'], runIds, (runId, position) => [
    id,
    position,
    runId,
  ]);
  const pickColumns = ['selection_id', 'ordinal', 'rank', 'tier', 'reason'] as const;
  insertRows(db, 'pick', pickColumns, selection.picked, ({ ordinal, rank, tier, reason }) => [
    id,
    ordinal,
    rank,
    tier,
    reason,
  ]);
  const rejectionColumns = ['selection_id', 'ordinal', 'reason', 'in_favour_of'] as const;
  insertRows(db, 'rejection', rejectionColumns, selection.rejected, ({ ordinal, reason, inFavourOf }) => [
    id,
    ordinal,
    reason,
    inFavourOf,
  ]);
  return id;
}

/** The newest selection made from runs of a video; `null` when there is none. */
export function readLatestSelection(db: Connection, videoId: number): StoredSelection | null {
  const found = first(
    db,
    db.query
      .selectFrom('selection')
      .innerJoin('selection_run', 'selection_run.selection_id', 'selection.id')
      .innerJoin('run', 'run.id', 'selection_run.run_id')
      .innerJoin('decode', 'decode.id', 'run.decode_id')
      .selectAll('selection')
      .where('decode.video_id', '=', videoId)
      .orderBy('selection.id', 'desc')
      .limit(1),
  );
  if (!found) return null;
  const { id } = found;
  const runs = db.query.selectFrom('selection_run').select('run_id').where('selection_id', '=', id);
  return {
    selectionId: id,
    runIds: all(db, runs.orderBy('position')).map(run => run.run_id),
    selection: {
      settings: JSON.parse(found.settings),
      picked: readPicks(db, id),
      rejected: readRejections(db, id),
      relaxed: JSON.parse(found.relaxed),
    },
    createdAt: found.created_at,
  };
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

function readPicks(db: Connection, selectionId: number): Pick[] {
  const query = db.query.selectFrom('pick').select(['ordinal', 'rank', 'tier', 'reason']);
  return all(db, query.where('selection_id', '=', selectionId).orderBy('rank'));
}

function readRejections(db: Connection, selectionId: number): Rejection[] {
  const query = db.query.selectFrom('rejection').select(['ordinal', 'reason', 'in_favour_of as inFavourOf']);
  return all(db, query.where('selection_id', '=', selectionId).orderBy('ordinal'));
}
