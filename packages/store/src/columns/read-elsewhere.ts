import { startThread } from '../start-thread.ts';
import type { Columns } from './columns.ts';
import type { ColumnsTask } from './columns-worker.ts';

/** Reads columns in a thread of its own, over a connection of its own; `null` when that fails. */
export function readElsewhere(task: ColumnsTask): Promise<Columns | null> {
  const worker = startThread(import.meta.url, 'columns-worker', task);
  return new Promise(resolve => {
    worker.once('message', resolve);
    worker.once('error', () => resolve(null));
    worker.once('exit', () => resolve(null));
  });
}
