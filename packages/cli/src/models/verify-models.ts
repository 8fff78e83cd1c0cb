import { verifyModel } from '@framesieve/models';
import type { Invocation } from '../invocation.ts';
import { readSettings } from '../read-settings.ts';
import { describeChecks } from './describe-model.ts';
import { finish } from './finish.ts';
import type { ModelReport } from './models-document.ts';
import { modelNamed, openLibrary } from './open-library.ts';
import { reportModel } from './report-model.ts';

/** Verifies the models that are named, or all that are there. */
export async function verifyModels(invocation: Invocation): Promise<number> {
  const { arguments: asked, signal } = invocation;
  const opened = await openLibrary(await readSettings(invocation));
  const { library } = opened;
  const found =
    asked.length > 0
      ? await Promise.all(asked.map(id => modelNamed(opened, id)))
      : (await library.list()).filter(({ state }) => state !== 'missing');
  const models: ModelReport[] = [];
  for (const model of found) {
    signal.throwIfAborted();
    const checks = await verifyModel(library, model);
    models.push({ ...(await reportModel(model)), checks: [...checks] });
  }
  const text = models.map(describeChecks).join('\n');
  const code = finish(invocation, { command: 'models verify', library, models, text });
  // What is not installed can't be verified, and whoever asked for it by name should know.
  return found.some(({ state }) => state === 'missing') ? Math.max(code, 1) : code;
}
