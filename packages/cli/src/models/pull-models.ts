import { type ModelLibrary, type PullRequest, pullModel } from '@framesieve/models';
import { printError } from '../output.ts';
import { describeDownload, TransferRate } from '../progress/download.ts';
import type { Verbosity } from '../progress/reporter.ts';
import { createStatusLine } from '../progress/status-line.ts';
import { reportedError } from '../reported-error.ts';
import type { ModelReport } from './models-document.ts';
import { reportModel } from './report-model.ts';
import { reportStored } from './report-stored.ts';

/** Pulls models one after the other, with progress on stderr; one that fails does not stop the others. */
export async function pullModels(
  library: ModelLibrary,
  ids: readonly string[],
  options: Pick<PullRequest, 'profile' | 'precision' | 'mirror' | 'signal'>,
  verbosity: Verbosity,
): Promise<ModelReport[]> {
  // An id that is none is a slip: nothing is downloaded before it is corrected.
  const known = await Promise.all(ids.map(id => library.find(id)));
  const status = await createStatusLine(process.stderr, verbosity);
  const rate = new TransferRate();
  const reports: ModelReport[] = [];
  for (const model of known) {
    const { id } = model;
    try {
      const stored = await pullModel(library, {
        id,
        ...options,
        onProgress: (file, progress) => {
          const name = `${id}: ${file}`;
          rate.follow(name, progress.received);
          status.show(() => describeDownload(name, progress, rate.bytesPerSecond));
        },
        onWait: file => status.note(`${id}: another process is downloading ${file}; waiting for it …`),
        onConvert: () => status.note(`${id}: converting …`),
      });
      status.clear();
      reports.push(await reportStored(library, stored));
    } catch (error) {
      status.clear();
      options.signal.throwIfAborted();
      printError(error, verbosity);
      reports.push({ ...(await reportModel(model)), error: reportedError(error) });
    }
  }
  return reports;
}
