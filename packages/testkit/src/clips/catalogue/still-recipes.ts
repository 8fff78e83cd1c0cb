import { makeClip } from '../make-clip.ts';
import { type ClipRecipe, plainTruth } from './clip-recipe.ts';
import { encodedRecipe } from './encoded-recipe.ts';

const animated = { frames: 24, frameRate: { numerator: 10, denominator: 1 } } as const;

/** A single picture; image files keep no time, and FFmpeg gives the first picture the time 0. */
function still(
  extension: string,
  encoder: string,
  pixelFormat: string,
  file = `picture.${extension}`,
): ClipRecipe {
  return {
    name: file.includes('%') ? `percent-name-${extension}` : `still-${extension}`,
    about: file.includes('%')
      ? 'a picture whose name looks like the pattern of a sequence'
      : 'a single picture',
    file,
    async make(path) {
      const options = {
        frames: 1,
        width: 96,
        height: 64,
        encoder,
        pixelFormat,
        muxerOptions: { update: '1' },
      };
      return plainTruth(await makeClip(path, options));
    },
  };
}

/** Pictures, animated ones, and sequences of them. */
export const stillRecipes: readonly ClipRecipe[] = [
  encodedRecipe(
    'animated-gif',
    'GIF',
    'gif',
    { ...animated, encoder: 'gif', pixelFormat: 'gray' },
    { pictures: [{ from: 0, width: 96, height: 64, pixelFormat: 'bgra' }] },
  ),
  encodedRecipe(
    'animated-apng',
    'APNG',
    'apng',
    { ...animated, encoder: 'apng', pixelFormat: 'rgb24' },
    // The encoder marks none, the decoder all.
    { keyFrames: Array.from({ length: 24 }, (_, ordinal) => ordinal) },
  ),
  encodedRecipe(
    'animated-webp',
    'WebP',
    'webp',
    { ...animated, encoder: 'libwebp_anim' },
    // The decoder marks none.
    { keyFrames: [], pictures: [{ from: 0, width: 96, height: 64, pixelFormat: 'yuva420p' }] },
  ),
  still('png', 'png', 'rgb24'),
  still('jpg', 'mjpeg', 'yuvj420p'),
  still('webp', 'libwebp', 'yuv420p'),
  still('tiff', 'tiff', 'rgb24'),
  still('bmp', 'bmp', 'bgr24'),
  still('png', 'png', 'rgb24', 'shot_%d.png'),
  {
    name: 'sequence-png',
    about: 'numbered pictures',
    file: 'frame_%05d.png',
    async make(path) {
      const truth = await makeClip(path, {
        frames: 24,
        width: 96,
        height: 64,
        encoder: 'png',
        pixelFormat: 'rgb24',
        frameRate: { numerator: 25, denominator: 1 },
      });
      return plainTruth(truth);
    },
  },
];
