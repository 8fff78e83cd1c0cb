import type { Database } from 'better-sqlite3';
import { appendPage, type Columns, createColumns } from './columns.ts';
import { type FrameRange, type FrameRow, readFramePages } from './frame-pages.ts';

/**
 * Reads frames into columns, all in one state of the database.
 *
 * @param keeps which of the frames that have a row in a run to read; `null` for all.
 * @returns the columns, with room for every frame from `start` on, and how many rows of them are filled.
 */
export function readColumns(
  sqlite: Database,
  range: FrameRange,
  keeps: ((frame: FrameRow) => boolean) | null = null,
): { readonly columns: Columns; readonly rows: number } {
  const count = sqlite
    .prepare<[number, number], number>('select count(*) from score where run_id = ? and ordinal >= ?')
    .pluck();
  return sqlite
    .transaction(() => {
      const room = range.runIds.reduce((sum, runId) => sum + count.get(runId, range.start)!, 0);
      const columns = createColumns(room, range.runIds.length);
      let rows = 0;
      for (const page of readFramePages(sqlite, range)) rows = appendPage(columns, rows, page, keeps);
      return { columns, rows };
    })
    .deferred();
}
