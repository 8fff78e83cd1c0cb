import {
  FrameSieveError,
  type Pick,
  type Rejection,
  type Selection,
  type StillRecord,
  type StoredPicks,
  type StoredSelection,
  turn,
} from '@framesieve/core';
import { all, type Connection, execute, first } from './connection.ts';
import { insertRows } from './insert-rows.ts';

/** Few enough that reading them keeps the process busy for some milliseconds only. */
const rejectionsAtOnce = 5000;

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
  if (!found) return null;
  const { id } = found;
  const runs = db.query.selectFrom('selection_run').select('run_id').where('selection_id', '=', id);
  return {
    selectionId: id,
    runIds: all(db, runs.orderBy('position')).map(run => run.run_id),
    selection: {
      settings: JSON.parse(found.settings),
      picked: readPicks(db, id),
      relaxed: JSON.parse(found.relaxed),
    },
    createdAt: found.created_at,
  };
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
    `select ordinal, reason, in_favour_of as inFavourOf from rejection
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
 * Puts other picks and some other rejections in the place of those of a selection; call it within a transaction.
 *
 * @param rejections by ordinal; `null` for none.
 * @throws FrameSieveError `store-failed` when the selection is not stored.
 */
export function correctSelection(
  db: Connection,
  selectionId: number,
  picked: readonly Pick[],
  rejections: ReadonlyMap<number, Rejection | null>,
): void {
  const selection = db.query.selectFrom('selection').select('id').where('id', '=', selectionId);
  if (!first(db, selection)) {
    throw new FrameSieveError({
      code: 'store-failed',
      message: `Selection ${selectionId} can't be corrected: it is not stored.`,
      hint: 'Select anew.',
    });
  }
  execute(db, db.query.deleteFrom('pick').where('selection_id', '=', selectionId));
  insertPicks(db, selectionId, picked);
  const remove = db.sqlite.prepare('delete from rejection where selection_id = ? and ordinal = ?');
  for (const ordinal of rejections.keys()) remove.run(selectionId, ordinal);
  const rejected = [...rejections.values()].filter(rejection => rejection !== null);
  insertRejections(db, selectionId, rejected);
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
