import { FrameSieveError } from '@framesieve/core';
import type { CommandDefinition } from '../invocation.ts';

/** `framesieve models fit` */
export const modelsFit: CommandDefinition = {
  name: 'models fit',
  summary: 'Fit a model to pictures of your own, and install it: NIQE to sharp, undistorted photographs.',
  argument: '<id>',
  argumentDescription: 'a family such as niqe (the model is then niqe/custom), or the id that the model gets',
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
  async run(invocation) {
    const { arguments: words, values } = invocation;
    const images = values.images;
    if (!Array.isArray(images) || images.length === 0) {
      throw new FrameSieveError({
        code: 'usage',
        message: 'No pictures were given.',
        hint: 'Give a folder of photographs: `framesieve models fit niqe --images DIR`.',
      });
    }
    const [{ fitToPictures }, { describeFit }, { finish }] = await Promise.all([
      import('../models/fit-to-pictures.ts'),
      import('../models/report-fit.ts'),
      import('../models/finish.ts'),
    ]);
    const [id] = words;
    const { library, report } = await fitToPictures(invocation, {
      id: id!.includes('/') ? id! : `${id}/custom`,
      images: images.map(String),
      maxSide: readMaxSide(values.maxSide),
      source: values.source === undefined ? null : String(values.source),
      licence: values.licence === undefined ? null : String(values.licence),
      out: values.out === undefined ? null : String(values.out),
    });
    const text = describeFit(report);
    return finish(invocation, { command: 'models fit', library, models: [report], text });
  },
};

function readMaxSide(text: unknown): number | null {
  if (text === undefined) return null;
  const side = Number(text);
  if (Number.isInteger(side) && side >= 96) return side;
  throw new FrameSieveError({
    code: 'usage',
    message: `--max-side: expected a whole number of at least 96, found "${text}".`,
    hint: 'framesieve models fit --help describes every flag.',
  });
}
