import type { PictureFormat } from '@framesieve/core';

/** Where the pixels of a coded picture go in the upright one: pixel (x, y) to `origin + x · stepX + y · stepY`. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  readonly origin: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** Mirrors left to right if asked to, then turns clockwise. */
export function placement(
  width: number,
  height: number,
  { rotation, mirrored }: Pick<PictureFormat, 'rotation' | 'mirrored'>,
): Placement {
  const turned = turn(width, height, rotation);
  if (!mirrored) return turned;
  return { ...turned, origin: turned.origin + (width - 1) * turned.stepX, stepX: -turned.stepX };
}

function turn(width: number, height: number, rotation: PictureFormat['rotation']): Placement {
  switch (rotation) {
    case 90:
      return { width: height, height: width, origin: height - 1, stepX: height, stepY: -1 };
    case 180:
      return { width, height, origin: width * height - 1, stepX: -1, stepY: -width };
    case 270:
      return { width: height, height: width, origin: (width - 1) * height, stepX: -height, stepY: 1 };
    default:
      return { width, height, origin: 0, stepX: 1, stepY: width };
  }
}
