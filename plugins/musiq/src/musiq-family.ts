import type { ModelFamily } from '@framesieve/core';
import { knownModels } from './known-models.ts';
import { profiles } from './profile.ts';

/** MUSIQ: the models that its authors published, made from their checkpoints or from the files of the PyTorch port. */
export const musiqFamily: ModelFamily = {
  name: 'musiq',
  models: knownModels,
  accepts: "the authors' checkpoint (.npz), or the file of the PyTorch port (.pth)",
  profiles: Object.keys(profiles),
  precisions: ['float32', 'float16'],
  async convert(request) {
    const { convertMusiq } = await import('./convert.ts');
    return convertMusiq(request);
  },
};
