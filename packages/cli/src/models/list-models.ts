import type { Invocation } from '../invocation.ts';
import { readSettings } from '../read-settings.ts';
import { describeModels } from './describe-model.ts';
import { finish } from './finish.ts';
import type { ModelReport } from './models-document.ts';
import { openLibrary } from './open-library.ts';
import { reportModel } from './report-model.ts';

/** Lists all models. One that is damaged is listed as such; that is not a failure of listing. */
export async function listModels(invocation: Invocation): Promise<number> {
  const { library } = await openLibrary(await readSettings(invocation));
  const models: ModelReport[] = [];
  // One by one: each file is read whole.
  for (const model of await library.list()) models.push(await reportModel(model));
  const text = `${describeModels(models)}\nInstalled models lie in ${library.folder}`;
  finish(invocation, { command: 'models list', library, models, text });
  return 0;
}
