import type { CommandDefinition } from '../invocation.ts';
import { conversionFlags } from '../models/conversion-flags.ts';

/** `framesieve models import` */
export const modelsImport: CommandDefinition = {
  name: 'models import',
  summary:
    'Install a model from files: an .onnx file, or parameters of another program (.npz, .pth, .mat, libsvm).',
  argument: '<id> <file...>',
  argumentDescriptions: ['the id that the model gets, `family/parameters`', 'its files'],
  groups: [],
  flags: [
    ...conversionFlags,
    {
      flags: '--direction <higher|lower>',
      description: 'Of an .onnx file: which score is the better one, where the file does not say.',
    },
    {
      flags: '--metadata <JSON>',
      description:
        'Of an .onnx file: further metadata, e.g. {"input":{"layout":"NCHW","dtype":"float32","valueRange":[0,1]}}.',
    },
  ],
  interrupted: {
    message: 'Nothing was installed.',
    hint: 'Run the same command again.',
  },
  run: async invocation => (await import('../models/import-files.ts')).importFiles(invocation),
};
