import type { ColorDescription } from '@framesieve/core';
import { type PixelRecipe, pixelRecipe } from './pixel-recipe.ts';

type Tags = Pick<ColorDescription, 'matrix' | 'range'>;

/** A clip with the tags, of which frames have to state `stated`; by default the same. */
function tagged(
  [encoder, extension, pixelFormat = 'yuv420p']: readonly [string, string, string?],
  [matrix, range]: readonly [Tags['matrix'], Tags['range']],
  stated: Partial<ColorDescription> = {},
): PixelRecipe {
  const color = { matrix, range, transfer: 'bt709', primaries: 'bt709' };
  return pixelRecipe(
    `${encoder}, ${pixelFormat}, ${matrix}, ${range}`,
    extension,
    { encoder, pixelFormat, color },
    { states: { color: { ...color, ...stated } } },
  );
}

const matrices = ['bt709', 'bt601', 'bt2020', 'smpte240m', 'ycgco', 'fcc'] as const;
const h264 = ['libx264', 'mp4'] as const;

const tags = [
  ...matrices.map(matrix => tagged(h264, [matrix, 'limited'])),
  tagged(h264, ['bt601', 'full']),
  tagged(['libx265', 'mkv', 'yuv420p10le'], ['bt2020', 'limited']),
  tagged(['libx265', 'mkv', 'yuv420p10le'], ['bt709', 'full']),
  tagged(['libsvtav1', 'mp4', 'yuv420p10le'], ['bt2020', 'full']),
  tagged(['libvpx-vp9', 'webm'], ['bt2020', 'full']),
  // These by the container alone.
  tagged(['ffv1', 'mkv', 'yuv444p'], ['smpte240m', 'full']),
  tagged(['v210', 'mov', 'yuv422p10le'], ['bt709', 'limited'], { range: 'unknown' }),
  tagged(['ffv1', 'avi'], ['bt2020', 'full'], {
    ...{ matrix: 'unknown', range: 'unknown', transfer: 'unknown', primaries: 'unknown' },
  }),
  // ProRes and MPEG-2 are of limited range whatever is asked for, and VP8 is BT.601 as well.
  tagged(['prores_ks', 'mov', 'yuv422p10le'], ['bt709', 'full'], { range: 'limited' }),
  tagged(['mpeg2video', 'ts'], ['bt709', 'full'], { range: 'limited' }),
  tagged(['libvpx', 'webm'], ['bt709', 'full'], { matrix: 'bt601', range: 'limited' }),
  pixelRecipe(
    'full range by the name of its format, H.264',
    'mp4',
    { pixelFormat: 'yuvj420p' },
    { states: { color: { matrix: 'unknown', range: 'full' } } },
  ),
];

const locations = (['center', 'topleft', 'top', 'bottomleft', 'bottom'] as const).map(chromaLocation =>
  pixelRecipe(
    `chroma ${chromaLocation}, H.264`,
    'mp4',
    { color: { chromaLocation } },
    { states: { color: { chromaLocation } } },
  ),
);

const hdr10 =
  'log-level=error:hdr10=1:repeat-headers=1:max-cll=1000,400:' +
  'master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)';

const highDynamicRange = (
  [
    ['libx265', 'smpte2084', 'mp4'],
    ['libx265', 'arib-std-b67', 'mkv'],
    ['libsvtav1', 'smpte2084', 'mkv'],
    ['libx264', 'arib-std-b67', 'mp4'],
  ] as const
).map(([encoder, transfer, extension]) => {
  const color: ColorDescription = {
    ...{ matrix: 'bt2020', range: 'limited', chromaLocation: 'topleft', primaries: 'bt2020' },
    transfer,
  };
  const encoderOptions = encoder === 'libx265' ? { 'x265-params': hdr10 } : {};
  return pixelRecipe(
    `${encoder}, ${transfer}`,
    extension,
    { encoder, pixelFormat: 'yuv420p10le', color, encoderOptions },
    { states: { color } },
  );
});

/** Colour tags, in the codec, in the container, and where both or the codec's own rules disagree. */
export const colorRecipes: readonly PixelRecipe[] = [...tags, ...locations, ...highDynamicRange];
