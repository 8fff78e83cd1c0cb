import type { CommandDefinition } from '../invocation.ts';

/** `framesieve score` */
export const score: CommandDefinition = {
  name: 'score',
  summary: 'Score every frame and keep the scores; nothing is picked or exported.',
  argument: '<input...>',
  argumentDescriptions: ['videos, folders (searched with their subfolders) and globs'],
  groups: ['common', 'stream', 'decode', 'analyze', 'refine', 'candidates', 'sample'],
  flags: [{ flags: '--no-resume', description: 'Score everything anew; the old scores are kept.' }],
  async run(invocation) {
    const [{ callVideos }, { scoreCommand }] = await Promise.all([
      import('../call-videos.ts'),
      import('../sieve.ts'),
    ]);
    return callVideos(scoreCommand({ listScores: invocation.json }), invocation);
  },
};
