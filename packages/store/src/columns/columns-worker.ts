/**
 * The thread that reads columns of a database file and ends; `readElsewhere` starts it. It imports no other package of ours:
 * threads don't know the export conditions that whoever started the process may have set.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { firstRows } from './columns.ts';
import type { FrameRange } from './frame-pages.ts';
import { readColumns } from './read-columns.ts';

/** What the thread is started with. */
export interface ColumnsTask {
  /** Path of the database. */
  readonly file: string;
  readonly range: FrameRange;
}

const { file, range } = workerData as ColumnsTask;
const sqlite = new Sqlite(file, { readonly: true });
const { columns, rows } = readColumns(sqlite, range);
sqlite.close();
const { facts, scores, scored, ...single } = firstRows(columns, rows);
const buffers = [...Object.values(single), ...facts, ...scores, ...scored].map(column => column.buffer);
parentPort?.postMessage({ ...single, facts, scores, scored }, buffers);
