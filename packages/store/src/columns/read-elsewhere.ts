import { Worker } from 'node:worker_threads';
import type { Columns } from './columns.ts';
import type { ColumnsTask } from './columns-worker.ts';

/** Beside this file, with its extension: both run from source and from `dist`. */
const workerFile = import.meta.url.endsWith('.ts') ? './columns-worker.ts' : './columns-worker.js';

/** Reads columns in a thread of its own, over a connection of its own; `null` when that fails. */
export function readElsewhere(task: ColumnsTask): Promise<Columns | null> {
  // Options of the process, such as --eval's, need not make sense for a file.
  const options = { workerData: task, execArgv: [], name: 'framesieve columns' };
  const worker = new Worker(new URL(workerFile, import.meta.url), options);
  return new Promise(resolve => {
    worker.once('message', resolve);
    worker.once('error', () => resolve(null));
    worker.once('exit', () => resolve(null));
  });
}
