import { type ClipOptions, makeClip } from '../make-clip.ts';
import { type CatalogueTruth, type ClipRecipe, plainTruth } from './clip-recipe.ts';

/** Large enough for a readable number, long enough that there are several key frames to seek to. */
export const smallClip = { width: 96, height: 64, frames: 60, gop: 8 } as const;

/** A recipe of a clip that `makeClip` makes, of 60 small frames unless the options say otherwise. */
export function encodedRecipe(
  name: string,
  about: string,
  extension: string,
  options: ClipOptions,
  changes: Partial<CatalogueTruth> = {},
): ClipRecipe {
  const make = async (path: string) =>
    plainTruth(await makeClip(path, { ...smallClip, ...options }), changes);
  return { name, about, file: `clip.${extension}`, make };
}
