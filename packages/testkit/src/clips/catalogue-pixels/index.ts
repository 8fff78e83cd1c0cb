export { colorRecipes } from './color-recipes.ts';
export { losslessOptions } from './lossless-options.ts';
export { orientationRecipes } from './orientation-recipes.ts';
export { pixelClip } from './pixel-clip.ts';
export type { PixelRecipe, StatedPicture } from './pixel-recipe.ts';
export { sampleRecipes } from './sample-recipes.ts';
export { scanRecipes } from './scan-recipes.ts';
export { shapeRecipes } from './shape-recipes.ts';
