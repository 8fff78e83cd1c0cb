import type { CommandDefinition } from '../invocation.ts';
import { nothingChanged } from '../reported-error.ts';

/** `framesieve view` */
export const view: CommandDefinition = {
  name: 'view',
  summary: 'Look at stored scores on a local web page: curve, frames, picks and their correction, export.',
  argument: '[video|db]',
  argumentDescriptions: ['a video that has been scored, or a database; by default the usual database'],
  groups: ['common', 'stream', 'decode', 'select', 'export'],
  flags: [
    { flags: '--port <N>', description: 'Port to listen on; by default one that is free.' },
    {
      flags: '--host <ADDRESS>',
      description: 'Address to listen on; by default 127.0.0.1, which only this machine reaches.',
    },
    { flags: '--no-open', description: 'Does not open the page in the browser.' },
    { flags: '--read-only', description: 'Lets nobody change or export anything from the page.' },
  ],
  interrupted: nothingChanged,
  async run(invocation) {
    // Each thread that encodes pictures keeps the memory that the largest one took: two take 100 MB less than the usual four.
    // It counts only until the first of them has been started.
    process.env.UV_THREADPOOL_SIZE ??= '2';
    const { viewScores } = await import('../view/view-scores.ts');
    return viewScores(invocation);
  },
};
