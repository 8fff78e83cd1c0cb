import { FrameSieveError } from '@framesieve/core';
import type { CommandDefinition } from '../invocation.ts';

/** `framesieve export` */
export const exportStills: CommandDefinition = {
  name: 'export',
  summary: 'Write stills of the frames that were picked last, or of frames given by number.',
  argument: '<video...>',
  argumentDescriptions: ['videos that have been scored'],
  groups: ['common', 'stream', 'decode', 'analyze', 'export'],
  flags: [
    { flags: '--frames <N,N,...>', description: 'Numbers of the frames to export instead of the picks.' },
  ],
  interrupted: {
    message: 'The stills so far are kept.',
    hint: 'Run the same command again to go on from there.',
  },
  async run(invocation) {
    const frames = readFrames(invocation.values.frames);
    const [{ callVideos }, { exportCommand }] = await Promise.all([
      import('../call-videos.ts'),
      import('../resieve.ts'),
    ]);
    return callVideos(exportCommand({ frames }), invocation);
  },
};

function readFrames(text: unknown): readonly number[] | null {
  if (typeof text !== 'string') return null;
  const parts = text.split(',').map(part => part.trim());
  if (parts.every(part => /^\d+$/.test(part))) return parts.map(Number);
  throw new FrameSieveError({
    code: 'usage',
    message: `--frames: expected numbers of frames, found "${text}".`,
    hint: 'Separate them by commas, e.g. --frames 10,20,30.',
  });
}
