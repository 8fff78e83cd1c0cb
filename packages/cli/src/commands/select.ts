import type { CommandDefinition } from '../invocation.ts';

/** `framesieve select` */
export const select: CommandDefinition = {
  name: 'select',
  summary: 'Pick frames from stored scores, without decoding.',
  argument: '<video...>',
  argumentDescriptions: ['videos that have been scored'],
  groups: ['common', 'stream', 'refine', 'sample', 'select', 'corrections', 'export'],
  flags: [
    {
      flags: '--dry-run',
      description: 'Show what would be picked and exported; nothing is stored or written.',
    },
  ],
  interrupted: {
    message: 'The picks of the videos that were done are stored.',
    hint: 'Run the same command again.',
  },
  async run(invocation) {
    const [{ callVideos }, { selectCommand }] = await Promise.all([
      import('../call-videos.ts'),
      import('../resieve.ts'),
    ]);
    if (invocation.values.dryRun !== true) return callVideos(selectCommand({ dryRun: false }), invocation);
    const { tryOut } = await import('../try-out.ts');
    return tryOut(invocation);
  },
};
