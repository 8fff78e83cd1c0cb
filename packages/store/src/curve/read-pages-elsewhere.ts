import { startThread } from '../start-thread.ts';
import type { CurvePage } from './curve-pages.ts';
import type { CurveTask } from './curve-worker.ts';

/** Reads pages in a thread of its own, over a connection of its own; `null` when that fails. */
export function readPagesElsewhere(task: CurveTask): Promise<readonly CurvePage[] | null> {
  const worker = startThread(import.meta.url, 'curve-worker', task);
  const pages: CurvePage[] = [];
  let ended = false;
  return new Promise(resolve => {
    worker.on('message', (page: CurvePage | null) => {
      if (page) pages.push(page);
      else ended = true;
    });
    worker.once('error', () => resolve(null));
    // Its memory is free only then.
    worker.once('exit', () => resolve(ended ? pages : null));
  });
}
