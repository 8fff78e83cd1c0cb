import type { Scan } from '@framesieve/core';
import type { ClipOptions } from '../make-clip.ts';
import { pcmScans } from './pcm-fields.ts';
import { type PixelRecipe, pixelRecipe, type RecipeFacts } from './pixel-recipe.ts';

function interlaced(
  [name, extension]: readonly [string, string],
  scan: Scan,
  options: ClipOptions,
  facts: RecipeFacts = {},
): PixelRecipe {
  return pixelRecipe(`${name}, ${scan}`, extension, { ...options, scan }, facts);
}

const bothWays = (['top-first', 'bottom-first'] as const).flatMap(scan => [
  interlaced(['H.264, MBAFF', 'mp4'], scan, { bFrames: 2, frames: 6, gop: 6 }),
  interlaced(['MPEG-2', 'ts'], scan, { encoder: 'mpeg2video', height: 64, bFrames: 2, frames: 6, gop: 6 }),
  interlaced(['ProRes', 'mov'], scan, { encoder: 'prores_ks', pixelFormat: 'yuv422p10le' }),
  // By the container alone.
  interlaced(['FFV1', 'mkv'], scan, { encoder: 'ffv1' }),
]);

const oneWay = [
  interlaced(['H.264, MBAFF', 'ts'], 'top-first', {}),
  interlaced(['MPEG-2', 'mpg'], 'bottom-first', { encoder: 'mpeg2video', height: 64 }),
  interlaced(['MPEG-4', 'mp4'], 'top-first', { encoder: 'mpeg4' }),
  interlaced(
    ['uncompressed', 'mov'],
    'top-first',
    { encoder: 'rawvideo', pixelFormat: 'uyvy422' },
    { states: { pixelFormat: 'yuv422p' } },
  ),
  interlaced(['v210', 'mov'], 'bottom-first', { encoder: 'v210', pixelFormat: 'yuv422p10le' }),
  interlaced(['DV', 'mov'], 'bottom-first', {
    ...{ encoder: 'dvvideo', width: 720, height: 576, frames: 2 },
    frameRate: { numerator: 25, denominator: 1 },
  }),
  // Each field is a picture of its own, so that no frame holds two moments.
  interlaced(
    ['HEVC', 'mkv'],
    'top-first',
    { encoder: 'libx265', encoderOptions: { 'x265-params': 'log-level=error:interlace=tff' } },
    { states: { scan: 'progressive' } },
  ),
];

const byPicture = pixelRecipe(
  'H.264, PAFF: fields of either order and frames in turn',
  'h264',
  { height: 64, frames: pcmScans.length, gop: 1 },
  { each: pcmScans.map(scan => ({ scan })), rewrite: 'pcm-fields', lossless: true },
);

const telecined = ['m2v', 'mkv'].map(extension =>
  pixelRecipe(
    'soft telecine, MPEG-2',
    extension,
    { encoder: 'mpeg2video', height: 64, frames: 9, gop: 4, scan: 'top-first' },
    { states: { scan: 'progressive' }, rewrite: 'soft-telecine' },
  ),
);

/** Interlaced coding with either field first, and film shown as television: frames are those that are coded. */
export const scanRecipes: readonly PixelRecipe[] = [...bothWays, ...oneWay, byPicture, ...telecined];
