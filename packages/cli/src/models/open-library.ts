import type { Registry } from '@framesieve/core/registry';
import type { ModelLibrary } from '@framesieve/models';
import { createRegistry } from '../compose.ts';
import type { Settings } from '../settings.ts';

/** The library of models, with the families of all plugins. */
export async function openLibrary(
  settings: Settings,
): Promise<{ readonly library: ModelLibrary; readonly registry: Registry }> {
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
