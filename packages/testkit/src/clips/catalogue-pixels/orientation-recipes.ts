import { type PixelRecipe, pixelRecipe } from './pixel-recipe.ts';
import { writtenOrientations } from './write-orientations.ts';

const turn = (extension: string, rotation: 0 | 90 | 180 | 270, mirrored: boolean) =>
  pixelRecipe(`turned by ${rotation}${mirrored ? ', mirrored' : ''}`, extension, { rotation, mirrored });

const matrices = [
  ...([0, 90, 180, 270] as const).flatMap(rotation => [
    turn('mp4', rotation, false),
    turn('mp4', rotation, true),
  ]),
  turn('mov', 90, true),
  turn('mkv', 0, true),
  turn('mkv', 90, false),
  turn('mkv', 180, false),
  turn('mkv', 270, true),
];

/** All ways of turning and mirroring a picture, said by the container or, from frame to frame, by the codec. */
export const orientationRecipes: readonly PixelRecipe[] = [
  ...matrices,
  pixelRecipe(
    'turned anew with each frame, H.264',
    'h264',
    { frames: writtenOrientations.length, gop: 1 },
    { each: writtenOrientations, rewrite: 'orientations' },
  ),
  pixelRecipe('turned and anamorphic', 'mp4', {
    rotation: 90,
    mirrored: true,
    pixelAspect: { numerator: 16, denominator: 11 },
  }),
];
