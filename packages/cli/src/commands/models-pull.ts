import type { CommandDefinition } from '../invocation.ts';
import { conversionFlags } from '../models/conversion-flags.ts';

/** `framesieve models pull` */
export const modelsPull: CommandDefinition = {
  name: 'models pull',
  summary: 'Download the published parameters of models, convert them, and install the models.',
  argument: '<id...>',
  argumentDescriptions: ['ids of models'],
  groups: [],
  flags: [
    ...conversionFlags,
    {
      flags: '--mirror <URL>',
      description:
        'Server that has the files under <URL>/<id>/<name>, for closed networks (env: FRAMESIEVE_MODEL_MIRROR).',
    },
  ],
  interrupted: {
    message: 'What was downloaded so far is kept.',
    hint: 'Run the same command again to go on from there.',
  },
  run: async invocation => (await import('../models/pull-models.ts')).pullModels(invocation),
};
