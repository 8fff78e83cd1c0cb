import type { CommandDefinition } from '../invocation.ts';
import { nothingChanged } from '../reported-error.ts';

/** `framesieve verify` */
export const verify: CommandDefinition = {
  name: 'verify',
  summary: 'Check old stills against their manifest, the stored scores and the video.',
  argument: '<manifest>',
  argumentDescriptions: ['a manifest.json, or the folder of stills that it lies in'],
  groups: ['common', 'analyze'],
  flags: [
    {
      flags: '--source <FILE>',
      description:
        'Where a video is now, once for each; by default where they were when the stills were exported.',
      isRepeatable: true,
    },
    {
      flags: '--stills-only',
      description: 'Check the files against the manifest only: no database and no video is needed.',
    },
  ],
  interrupted: nothingChanged,
  run: async invocation => (await import('../verify/verify-manifest.ts')).verifyManifest(invocation),
};
