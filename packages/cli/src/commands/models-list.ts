import type { CommandDefinition } from '../invocation.ts';

/** `framesieve models list` */
export const modelsList: CommandDefinition = {
  name: 'models list',
  summary:
    'List the models of metrics: those that come along, those that are installed, and those that can be pulled.',
  argument: null,
  groups: [],
  flags: [],
  async run(invocation) {
    const [{ readSettings }, { openLibrary }, { reportModel }, { describeModels }, { finish }] =
      await Promise.all([
        import('../read-settings.ts'),
        import('../models/open-library.ts'),
        import('../models/report-model.ts'),
        import('../models/describe-model.ts'),
        import('../models/finish.ts'),
      ]);
    const { library } = await openLibrary(await readSettings(invocation));
    const models = await Promise.all((await library.list()).map(reportModel));
    const text = `${describeModels(models)}\nInstalled models lie in ${library.folder}`;
    finish(invocation, { command: 'models list', library, models, text });
    return 0;
  },
};
