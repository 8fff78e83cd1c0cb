import type { CommandDefinition } from '../invocation.ts';
import { nothingChanged } from '../reported-error.ts';

/** `framesieve models verify` */
export const modelsVerify: CommandDefinition = {
  name: 'models verify',
  summary: 'Check that models are whole, and give the scores that are recorded for them.',
  argument: '[id...]',
  argumentDescriptions: ['ids of models; by default all that are there'],
  groups: [],
  flags: [],
  interrupted: nothingChanged,
  run: async invocation => (await import('../models/verify-models.ts')).verifyModels(invocation),
};
