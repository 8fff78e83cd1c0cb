import type { CommandDefinition } from '../invocation.ts';
import { printable } from '../printable.ts';

/** `framesieve probe` */
export const probe: CommandDefinition = {
  name: 'probe',
  summary: 'Show what the decoder sees in a video, and what will be done about it.',
  argument: '<input...>',
  argumentDescriptions: ['videos, folders (searched with their subfolders) and globs'],
  groups: ['stream', 'decode', 'analyze'],
  flags: [],
  async run(invocation) {
    const [{ readSettings }, { probeInputs }, { describeProbe }, { printDocument }] = await Promise.all([
      import('../read-settings.ts'),
      import('../probe-inputs.ts'),
      import('../describe-probe.ts'),
      import('../output.ts'),
    ]);
    const { cwd, signal, json } = invocation;
    const document = await probeInputs(invocation.arguments, await readSettings(invocation), cwd, signal);
    if (json) printDocument(document);
    else process.stdout.write(`${printable(document.videos.map(describeProbe).join('\n'))}\n`);
    const failed = document.videos.filter(video => video.error !== null).length;
    if (failed === 0) return 0;
    return failed === document.videos.length ? 1 : 3;
  },
};
