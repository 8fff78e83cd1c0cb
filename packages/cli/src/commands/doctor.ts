import type { CommandDefinition } from '../invocation.ts';

/** `framesieve doctor` */
export const doctor: CommandDefinition = {
  name: 'doctor',
  summary: 'Check the environment: decoders, models, runtimes, database, disk space, licences.',
  argument: null,
  groups: ['common', 'stream', 'analyze'],
  flags: [],
  async run(invocation) {
    const [{ readSettings }, { checkEnvironment, describeChecks }, { printDocument }] = await Promise.all([
      import('../read-settings.ts'),
      import('../doctor/check-environment.ts'),
      import('../output.ts'),
    ]);
    const checks = await checkEnvironment(await readSettings(invocation));
    if (invocation.json) printDocument({ version: 1, command: 'doctor', error: null, warnings: [], checks });
    else process.stdout.write(`${describeChecks(checks)}\n`);
    return 0;
  },
};
