import type { CommandDefinition } from '../invocation.ts';
import { conversionFlags, conversionOptions } from '../models/conversion-flags.ts';

/** `framesieve models pull` */
export const modelsPull: CommandDefinition = {
  name: 'models pull',
  summary: 'Download the published parameters of models, convert them, and install the models.',
  argument: '<id...>',
  argumentDescription: 'ids of models',
  groups: [],
  flags: [
    ...conversionFlags,
    {
      flags: '--mirror <URL>',
      description:
        'Server that has the files under <URL>/<id>/<name>, for closed networks (env: FRAMESIEVE_MODEL_MIRROR).',
    },
  ],
  async run(invocation) {
    const [{ readSettings }, { openLibrary }, { pullModels }, { describeStored }, { finish }] =
      await Promise.all([
        import('../read-settings.ts'),
        import('../models/open-library.ts'),
        import('../models/pull-models.ts'),
        import('../models/report-stored.ts'),
        import('../models/finish.ts'),
      ]);
    const { values, signal, verbosity } = invocation;
    const options = conversionOptions(values);
    const mirror = String(values.mirror ?? process.env.FRAMESIEVE_MODEL_MIRROR ?? '') || null;
    const { library } = await openLibrary(await readSettings(invocation));
    const ids = [...new Set(invocation.arguments)];
    const models = await pullModels(library, ids, { ...options, mirror, signal }, verbosity);
    const text = models.filter(({ error }) => error === null).map(describeStored);
    return finish(invocation, { command: 'models pull', library, models, text: text.join('\n') });
  },
};
