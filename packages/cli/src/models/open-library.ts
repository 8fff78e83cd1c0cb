import type { Registry } from '@framesieve/core/registry';
import type { LibraryModel, ModelLibrary } from '@framesieve/models';
import { createRegistry } from '../compose.ts';
import type { Settings } from '../settings.ts';

/** The models, and the metrics that they belong to. */
export interface OpenLibrary {
  readonly library: ModelLibrary;
  readonly registry: Registry;
}

/**
 * A model by its id, or by its family's name, which means the family's default metric here too.
 *
 * @throws FrameSieveError `model-unknown`, or `metric-unknown` for a family that is none.
 */
export async function modelNamed({ library, registry }: OpenLibrary, name: string): Promise<LibraryModel> {
  return library.find(name.includes('/') ? name : registry.scorer(name).id);
}

/** The library of models, with the families of all plugins. */
export async function openLibrary(settings: Settings): Promise<OpenLibrary> {
  const [registry, { ModelLibrary, frameSieveHome }] = await Promise.all([
    createRegistry(settings, []),
    import('@framesieve/models'),
  ]);
  const library = new ModelLibrary({
    families: registry.modelFamilies,
    home: frameSieveHome(),
    async run(model, pictures) {
      const { createOnnxScorer } = await import('@framesieve/scorer');
      const options = { direction: null, device: 'cpu', threads: null };
      await using scorer = await createOnnxScorer({ model, options });
      return await scorer.scoreImages(pictures);
    },
  });
  return { library, registry };
}
