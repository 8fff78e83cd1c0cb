import { type CachedFile, cached } from '../clip-cache.ts';
import { changeRecipes } from './change-recipes.ts';
import type { CatalogueTruth, ClipRecipe } from './clip-recipe.ts';
import { codecRecipes } from './codec-recipes.ts';
import { containerRecipes } from './container-recipes.ts';
import { stillRecipes } from './still-recipes.ts';
import { streamRecipes } from './stream-recipes.ts';
import { timeRecipes } from './time-recipes.ts';

/** Clips of what is found in the world, by what is special about them; each tells what is true of it. */
export const clipCatalogue = {
  codecs: codecRecipes,
  times: timeRecipes,
  containers: containerRecipes,
  changes: changeRecipes,
  streams: streamRecipes,
  stills: stillRecipes,
} as const satisfies Readonly<Record<string, readonly ClipRecipe[]>>;

/** Makes a clip of the catalogue once, and keeps it like `sharedClip`. Don't write to it: copy it first. */
export function catalogueClip({ name, file, make }: ClipRecipe): Promise<CachedFile<CatalogueTruth>> {
  return cached({ name: file, key: ['catalogue', name], make });
}

export type { CatalogueTruth, ClipRecipe, PictureRun, StreamTruth } from './clip-recipe.ts';
