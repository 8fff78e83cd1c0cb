import type { Invocation } from '../invocation.ts';
import { readSettings } from '../read-settings.ts';
import { describeModel } from './describe-model.ts';
import { finish } from './finish.ts';
import { modelNamed, openLibrary } from './open-library.ts';
import { modelDetails, reportModel } from './report-model.ts';

/** Shows all that is known of models. */
export async function showModels(invocation: Invocation): Promise<number> {
  const opened = await openLibrary(await readSettings(invocation));
  const { library } = opened;
  const found = await Promise.all(invocation.arguments.map(id => modelNamed(opened, id)));
  const models = await Promise.all(
    found.map(async model => {
      const report = await reportModel(model);
      const details = report.error ? undefined : await modelDetails(model);
      return { ...report, ...(details && { details }) };
    }),
  );
  const text = models.map(describeModel).join('\n');
  return finish(invocation, { command: 'models info', library, models, text });
}
