import { type PixelRecipe, pixelRecipe } from './pixel-recipe.ts';

const ratio = (numerator: number, denominator: number) => ({ numerator, denominator });
const none = ratio(0, 1);
const wide = ratio(16, 11);

const aspects = [
  pixelRecipe('anamorphic by codec and container', 'mp4', { pixelAspect: wide }),
  ...['mp4', 'mkv'].map(extension =>
    pixelRecipe(
      'anamorphic by the codec alone',
      extension,
      { pixelAspect: none, codecPixelAspect: wide },
      { states: { pixelAspect: wide } },
    ),
  ),
  ...['mp4', 'avi'].map(extension =>
    pixelRecipe('anamorphic by the container alone', extension, {
      pixelAspect: wide,
      codecPixelAspect: none,
    }),
  ),
  ...['mp4', 'mov', 'mkv', 'avi'].map(extension =>
    pixelRecipe('anamorphic, the codec in disagreement', extension, {
      pixelAspect: wide,
      codecPixelAspect: ratio(4, 3),
    }),
  ),
  // A transport stream has no word of its own.
  pixelRecipe(
    'anamorphic by the codec',
    'ts',
    { pixelAspect: wide, codecPixelAspect: ratio(4, 3) },
    { states: { pixelAspect: ratio(4, 3) } },
  ),
];

type Size = readonly [width: number, height: number];

const kept = (
  encoder: string,
  extension: string,
  pixelFormat: string,
  [width, height]: Size,
  numbered = true,
) =>
  pixelRecipe(
    `${width}x${height}, ${pixelFormat}`,
    extension,
    { encoder, pixelFormat, width, height, numbered },
    { lossless: true },
  );

const odd = [
  ...['yuv420p', 'yuv422p', 'yuv444p', 'yuv411p', 'yuv410p', 'gray'].map(pixelFormat =>
    kept('ffv1', 'mkv', pixelFormat, [63, 47]),
  ),
  ...['yuv420p', 'yuv440p'].map(pixelFormat => kept('ffv1', 'mkv', pixelFormat, [65, 49])),
];

const tiny = [
  kept('rawvideo', 'nut', 'yuv420p', [1, 48], false),
  kept('rawvideo', 'nut', 'yuv420p', [64, 1], false),
  kept('rawvideo', 'nut', 'yuv420p', [1, 1], false),
  kept('rawvideo', 'nut', 'yuv444p', [3, 5], false),
  kept('rawvideo', 'nut', 'gray', [1, 1], false),
];

/** Pixels that aren't square, said by codec, container or both; sizes that chroma doesn't divide; the smallest ones. */
export const shapeRecipes: readonly PixelRecipe[] = [
  ...aspects,
  ...odd,
  pixelRecipe('63x47, cropped by the codec', 'mp4', { width: 63, height: 47, pixelFormat: 'yuv444p' }),
  pixelRecipe('66x50, cropped by the codec', 'mkv', { width: 66, height: 50, encoder: 'libx265' }),
  pixelRecipe('63x47, VP9', 'webm', { width: 63, height: 47, encoder: 'libvpx-vp9' }),
  pixelRecipe(
    '63x47, JPEG',
    'avi',
    { width: 63, height: 47, encoder: 'mjpeg', pixelFormat: 'yuvj420p' },
    { states: { color: { range: 'full' } } },
  ),
  ...tiny,
];
