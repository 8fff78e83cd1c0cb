import type { CommandDefinition } from '../invocation.ts';

/** `framesieve plugins list` */
export const pluginsList: CommandDefinition = {
  name: 'plugins list',
  summary: 'List decoders and metrics: available, or why not.',
  argument: null,
  groups: [],
  flags: [],
  async run(invocation) {
    const [{ readSettings }, { listParts, describeParts }, { printDocument }] = await Promise.all([
      import('../read-settings.ts'),
      import('../list-parts.ts'),
      import('../output.ts'),
    ]);
    const parts = await listParts(await readSettings(invocation));
    if (invocation.json)
      printDocument({ version: 1, command: 'plugins list', error: null, warnings: [], ...parts });
    else process.stdout.write(`${describeParts(parts)}\n`);
    return 0;
  },
};
