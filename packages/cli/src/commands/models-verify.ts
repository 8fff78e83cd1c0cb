import type { CommandDefinition } from '../invocation.ts';

/** `framesieve models verify` */
export const modelsVerify: CommandDefinition = {
  name: 'models verify',
  summary: 'Check that models are whole, and give the scores that are recorded for them.',
  argument: '[id...]',
  argumentDescription: 'ids of models; by default all that are there',
  groups: [],
  flags: [],
  async run(invocation) {
    const [{ readSettings }, { openLibrary }, { reportModel }, { describeChecks }, { finish }, models] =
      await Promise.all([
        import('../read-settings.ts'),
        import('../models/open-library.ts'),
        import('../models/report-model.ts'),
        import('../models/describe-model.ts'),
        import('../models/finish.ts'),
        import('@framesieve/models'),
      ]);
    const { library } = await openLibrary(await readSettings(invocation));
    const asked = invocation.arguments;
    const found =
      asked.length > 0
        ? await Promise.all(asked.map(id => library.find(id)))
        : (await library.list()).filter(({ state }) => state !== 'missing');
    const verified = [];
    for (const model of found) {
      invocation.signal.throwIfAborted();
      const checks = await models.verifyModel(library, model);
      verified.push({ ...(await reportModel(model)), checks: checks.map(check => ({ ...check })) });
    }
    const text = verified.map(describeChecks).join('\n');
    const code = finish(invocation, { command: 'models verify', library, models: verified, text });
    // What is not installed can't be verified, and whoever asked for it by name should know.
    return found.some(({ state }) => state === 'missing') ? Math.max(code, 1) : code;
  },
};
