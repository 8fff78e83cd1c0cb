import { resolve } from 'node:path';
import { importModel } from '@framesieve/models';
import type { Invocation } from '../invocation.ts';
import { readSettings } from '../read-settings.ts';
import { conversionOptions } from './conversion-flags.ts';
import { finish } from './finish.ts';
import { openLibrary } from './open-library.ts';
import { readMetadata } from './read-metadata.ts';
import { describeStored, reportStored } from './report-stored.ts';

/** Installs a model from files. */
export async function importFiles(invocation: Invocation): Promise<number> {
  const { arguments: words, values, cwd, signal } = invocation;
  const [id, ...files] = words;
  const { library } = await openLibrary(await readSettings(invocation));
  const stored = await importModel(library, {
    id: id!,
    files: files.map(file => resolve(cwd, file)),
    ...conversionOptions(values),
    metadata: readMetadata(values),
    signal,
  });
  const report = await reportStored(library, stored);
  const text = describeStored(report);
  return finish(invocation, { command: 'models import', library, models: [report], text });
}
