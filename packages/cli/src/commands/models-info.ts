import type { CommandDefinition } from '../invocation.ts';

/** `framesieve models info` */
export const modelsInfo: CommandDefinition = {
  name: 'models info',
  summary:
    'Show what is known of models: direction, range, licence, checksum, input rules, where they come from.',
  argument: '<id...>',
  argumentDescriptions: ['ids of models'],
  groups: [],
  flags: [],
  run: async invocation => (await import('../models/show-models.ts')).showModels(invocation),
};
