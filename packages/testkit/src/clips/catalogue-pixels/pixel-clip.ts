import { type CachedFile, cached } from '../clip-cache.ts';
import { type ClipTruth, makeClip } from '../make-clip.ts';
import type { PixelRecipe } from './pixel-recipe.ts';
import { rewriteClip } from './rewrite-clip.ts';

/** Makes the clip of a recipe once and keeps it, like `sharedClip`. */
export function pixelClip({ extension, options, rewrite }: PixelRecipe): Promise<CachedFile<ClipTruth>> {
  return cached({
    name: `clip.${extension}`,
    key: { options, rewrite },
    async make(file) {
      const truth = await makeClip(file, options);
      if (rewrite) await rewriteClip(file, rewrite, truth);
      return truth;
    },
  });
}
