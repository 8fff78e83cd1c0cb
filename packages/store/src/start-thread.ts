import { Worker } from 'node:worker_threads';

/**
 * Starts a thread of this package.
 *
 * @param besideUrl `import.meta.url` of the module that its file lies beside, with the same extension: both run from source
 * and from `dist`.
 * @param file the file's name without its extension.
 * @param task what the thread finds as `workerData`.
 */
export function startThread(besideUrl: string, file: string, task: unknown): Worker {
  const extension = besideUrl.endsWith('.ts') ? 'ts' : 'js';
  // Options of the process, such as --eval's, need not make sense for a file. What a thread reads is garbage as soon as it was
  // handed over, so that room for much of it saves no time.
  const resourceLimits = { maxYoungGenerationSizeMb: 8 };
  const options = { workerData: task, execArgv: [], resourceLimits, name: `framesieve ${file}` };
  return new Worker(new URL(`./${file}.${extension}`, besideUrl), options);
}
