import type { CommandDefinition } from '../invocation.ts';

/** `framesieve models info` */
export const modelsInfo: CommandDefinition = {
  name: 'models info',
  summary:
    'Show what is known of models: direction, range, licence, checksum, input rules, where they come from.',
  argument: '<id...>',
  argumentDescription: 'ids of models',
  groups: [],
  flags: [],
  async run(invocation) {
    const [{ readSettings }, { openLibrary }, { modelDetails, reportModel }, { describeModel }, { finish }] =
      await Promise.all([
        import('../read-settings.ts'),
        import('../models/open-library.ts'),
        import('../models/report-model.ts'),
        import('../models/describe-model.ts'),
        import('../models/finish.ts'),
      ]);
    const { library } = await openLibrary(await readSettings(invocation));
    const found = await Promise.all(invocation.arguments.map(id => library.find(id)));
    const models = await Promise.all(
      found.map(async model => {
        const report = await reportModel(model);
        const details = report.error ? undefined : await modelDetails(model);
        return { ...report, ...(details && { details }) };
      }),
    );
    const text = models.map(describeModel).join('\n');
    return finish(invocation, { command: 'models info', library, models, text });
  },
};
