import type { CommandDefinition } from '../invocation.ts';

/** `framesieve models list` */
export const modelsList: CommandDefinition = {
  name: 'models list',
  summary:
    'List the models of metrics: those that come along, those that are installed, and those that can be pulled.',
  argument: null,
  groups: [],
  flags: [],
  run: async invocation => (await import('../models/list-models.ts')).listModels(invocation),
};
