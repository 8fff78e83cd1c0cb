import type { ModelLibrary, StoredModel } from '@framesieve/models';
import type { ModelReport } from './models-document.ts';
import { reportModel } from './report-model.ts';

/** A model that was just installed, as it stands in documents. */
export async function reportStored(library: ModelLibrary, stored: StoredModel): Promise<ModelReport> {
  const report = await reportModel(await library.find(stored.id));
  return { ...report, notes: [...stored.notes], unchanged: stored.unchanged };
}

/** What was installed, for a person. */
export function describeStored({ id, file, direction, notes = [], unchanged }: ModelReport): string {
  const what = unchanged ? 'is installed already' : 'is installed';
  return [
    `${id} ${what}: ${file} (${direction} is better)`,
    ...notes.map(note => `  ${note}`),
    `  Use it with --metric ${id}`,
  ].join('\n');
}
