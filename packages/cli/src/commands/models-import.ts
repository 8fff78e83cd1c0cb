import type { CommandDefinition } from '../invocation.ts';
import { conversionFlags, conversionOptions } from '../models/conversion-flags.ts';

/** `framesieve models import` */
export const modelsImport: CommandDefinition = {
  name: 'models import',
  summary:
    'Install a model from files: an .onnx file, or parameters of another program (.npz, .pth, .mat, libsvm).',
  argument: '<id> <file...>',
  argumentDescription: 'the id that the model gets, `family/parameters`, and its files',
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
  async run(invocation) {
    const [{ readSettings }, { openLibrary }, { describeStored, reportStored }, { finish }, models] =
      await Promise.all([
        import('../read-settings.ts'),
        import('../models/open-library.ts'),
        import('../models/report-stored.ts'),
        import('../models/finish.ts'),
        import('@framesieve/models'),
      ]);
    const { arguments: words, values, cwd, signal } = invocation;
    const [id, ...files] = words;
    const { resolve } = await import('node:path');
    const { readMetadata } = await import('../models/read-metadata.ts');
    const { library } = await openLibrary(await readSettings(invocation));
    const stored = await models.importModel(library, {
      id: id!,
      files: files.map(file => resolve(cwd, file)),
      ...conversionOptions(values),
      metadata: await readMetadata(values),
      signal,
    });
    const report = await reportStored(library, stored);
    return finish(invocation, {
      command: 'models import',
      library,
      models: [report],
      text: describeStored(report),
    });
  },
};
