import { type LibraryModel, type ModelLibrary, type PullRequest, pullModel } from '@framesieve/models';
import type { Invocation } from '../invocation.ts';
import { printError } from '../output.ts';
import { describeDownload, TransferRate } from '../progress/download.ts';
import { createStatusLine, type StatusLine } from '../progress/status-line.ts';
import { readSettings } from '../read-settings.ts';
import { reportedError } from '../reported-error.ts';
import { conversionOptions } from './conversion-flags.ts';
import { finish } from './finish.ts';
import type { ModelReport } from './models-document.ts';
import { modelNamed, openLibrary } from './open-library.ts';
import { reportModel } from './report-model.ts';
import { describeStored, reportStored } from './report-stored.ts';

/** Pulls models one after the other, with progress on stderr; one that fails does not stop the others. */
export async function pullModels(invocation: Invocation): Promise<number> {
  const { arguments: ids, values, signal, verbosity } = invocation;
  const mirror = String(values.mirror ?? process.env.FRAMESIEVE_MODEL_MIRROR ?? '') || null;
  const options = { ...conversionOptions(values), mirror, signal };
  const opened = await openLibrary(await readSettings(invocation));
  const { library } = opened;
  // An id that is none is a slip: nothing is downloaded before it is corrected.
  const wanted = await Promise.all([...new Set(ids)].map(id => modelNamed(opened, id)));
  const status = await createStatusLine(process.stderr, verbosity);
  const models: ModelReport[] = [];
  for (const model of wanted) {
    try {
      models.push(await pullOne(library, model, options, status));
    } catch (error) {
      signal.throwIfAborted();
      printError(error, verbosity);
      models.push({ ...(await reportModel(model)), error: reportedError(error) });
    }
  }
  const text = models.filter(({ error }) => error === null).map(describeStored);
  return finish(invocation, { command: 'models pull', library, models, text: text.join('\n') });
}

type PullOptions = Pick<PullRequest, 'profile' | 'precision' | 'mirror' | 'signal'>;

async function pullOne(
  library: ModelLibrary,
  { id }: LibraryModel,
  options: PullOptions,
  status: StatusLine,
): Promise<ModelReport> {
  const rate = new TransferRate();
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
    return await reportStored(library, stored);
  } finally {
    status.clear();
  }
}
