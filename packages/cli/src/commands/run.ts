import type { CommandDefinition } from '../invocation.ts';

/** `framesieve run` */
export const run: CommandDefinition = {
  name: 'run',
  summary: 'Score every frame, pick the best and most representative ones, and export them as stills.',
  argument: '<input...>',
  argumentDescriptions: ['videos, folders (searched with their subfolders) and globs'],
  groups: [
    'common',
    'stream',
    'decode',
    'analyze',
    'refine',
    'candidates',
    'sample',
    'select',
    'corrections',
    'export',
  ],
  flags: [{ flags: '--no-resume', description: 'Score everything anew; the old scores are kept.' }],
  async run(invocation) {
    const [{ callVideos }, { runCommand }] = await Promise.all([
      import('../call-videos.ts'),
      import('../sieve.ts'),
    ]);
    return callVideos(runCommand, invocation);
  },
};
