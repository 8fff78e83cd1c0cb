import type { CommandDefinition } from '../invocation.ts';

/** `framesieve models fit` */
export const modelsFit: CommandDefinition = {
  name: 'models fit',
  summary: 'Fit a model to pictures of your own, and install it: NIQE to sharp, undistorted photographs.',
  argument: '<id>',
  argumentDescriptions: [
    'a family such as niqe (the model is then niqe/custom), or the id that the model gets',
  ],
  groups: ['analyze'],
  flags: [
    {
      flags: '--images <DIR...>',
      description: 'Pictures, folders of them (searched with their subfolders) and globs.',
    },
    {
      flags: '--max-side <PIXELS>',
      description: 'Reduce larger pictures so that their longer side has this many pixels.',
    },
    { flags: '--out <FILE>', description: 'Write the model to a new file instead of installing it.' },
    { flags: '--source <TEXT>', description: "Where the pictures come from, for the model's metadata." },
    { flags: '--licence <TEXT>', description: 'Licence of the model, for its metadata.' },
  ],
  interrupted: {
    message: 'No model was made.',
    hint: 'Run the same command again.',
  },
  run: async invocation => (await import('../models/fit-to-pictures.ts')).fitToPictures(invocation),
};
