/**
 * The thread that reads scores of a run from a database file and ends; `readPagesElsewhere` starts it. It imports no other
 * package of ours: threads don't know the export conditions that whoever started the process may have set.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { type CurveRange, readCurvePages } from './curve-pages.ts';

/** What the thread is started with. */
export interface CurveTask {
  /** Path of the database. */
  readonly file: string;
  readonly range: CurveRange;
}

const { file, range } = workerData as CurveTask;
const sqlite = new Sqlite(file, { readonly: true });
// What is read once needs no room, which would be 16 MB for each thread.
sqlite.pragma('cache_size = -1024');
for (const page of readCurvePages(sqlite, range)) {
  parentPort?.postMessage(
    page,
    Object.values(page).map(column => column.buffer),
  );
}
sqlite.close();
parentPort?.postMessage(null);
