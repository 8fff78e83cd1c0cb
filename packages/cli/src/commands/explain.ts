import type { CommandDefinition } from '../invocation.ts';
import { nothingChanged } from '../reported-error.ts';

/** `framesieve explain` */
export const explain: CommandDefinition = {
  name: 'explain',
  summary:
    'Tell why a frame was picked or not: in the newest stored selection, or with flags for selecting, in what those would give.',
  argument: '<video> <frame>',
  argumentDescriptions: [
    'a video that has been scored',
    'the number of a frame, or a time such as 12.5s or 0:12.5',
  ],
  groups: ['common', 'stream', 'refine', 'sample', 'select', 'corrections'],
  flags: [],
  interrupted: nothingChanged,
  async run(invocation) {
    const { explainVideo } = await import('../explain/explain-video.ts');
    return explainVideo(invocation);
  },
};
