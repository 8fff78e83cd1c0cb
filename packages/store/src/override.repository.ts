import { FrameSieveError, type PickOverrides } from '@framesieve/core';
import { all, type Connection, execute, first } from './connection.ts';

/** The corrections by hand of picks from a decode. */
export function readOverrides(db: Connection, decodeId: number): PickOverrides {
  const query = db.query.selectFrom('pick_override').select(['ordinal', 'action']);
  const rows = all(db, query.where('decode_id', '=', decodeId).orderBy('ordinal'));
  const ordinalsOf = (wanted: 'added' | 'removed') =>
    rows.filter(({ action }) => action === wanted).map(({ ordinal }) => ordinal);
  return { added: ordinalsOf('added'), removed: ordinalsOf('removed') };
}

/**
 * Keeps a correction in place of an earlier one of that frame; `null` takes it back.
 *
 * @throws FrameSieveError `store-failed` when the frame is not stored.
 */
export function saveOverride(
  db: Connection,
  decodeId: number,
  ordinal: number,
  action: 'added' | 'removed' | null,
): void {
  if (action === null) {
    const overrides = db.query.deleteFrom('pick_override').where('decode_id', '=', decodeId);
    execute(db, overrides.where('ordinal', '=', ordinal));
    return;
  }
  const frame = db.query.selectFrom('frame').select('ordinal').where('decode_id', '=', decodeId);
  if (!first(db, frame.where('ordinal', '=', ordinal))) throw notStored(ordinal);
  const columns = { action, created_at: new Date().toISOString() };
  execute(
    db,
    db.query
      .insertInto('pick_override')
      .values({ decode_id: decodeId, ordinal, ...columns })
      .onConflict(conflict => conflict.doUpdateSet(columns)),
  );
}

function notStored(ordinal: number): FrameSieveError {
  return new FrameSieveError({
    code: 'store-failed',
    message: `Frame ${ordinal} can't be added or removed by hand: it is not stored.`,
    hint: 'Name a frame that was scored.',
  });
}
