import type { PictureFormat, Rectangle } from '@framesieve/core';

/** How a coded picture is turned for display: mirrored along both axes as said, then, if `swapped`, along the main diagonal. */
export interface Orientation {
  /** The left column of the upright picture, or its top row where it is swapped, is the coded picture's last column. */
  readonly fromRight: boolean;
  readonly fromBottom: boolean;
  readonly swapped: boolean;
}

export const upright: Orientation = { fromRight: false, fromBottom: false, swapped: false };

/** The orientation of pictures of a format. */
export function orientationOf({
  rotation,
  mirrored,
}: Pick<PictureFormat, 'rotation' | 'mirrored'>): Orientation {
  return {
    fromRight: (rotation === 180 || rotation === 270) !== mirrored,
    fromBottom: rotation === 90 || rotation === 180,
    swapped: rotation === 90 || rotation === 270,
  };
}

/** The part of an area that whole blocks fill, from the upright picture's top left corner. */
export function wholeBlocks(area: Rectangle, blockSize: number, orientation: Orientation): Rectangle {
  const width = area.width - (area.width % blockSize);
  const height = area.height - (area.height % blockSize);
  return {
    x: orientation.fromRight ? area.x + area.width - width : area.x,
    y: orientation.fromBottom ? area.y + area.height - height : area.y,
    width,
    height,
  };
}

/** The number that a block of the coded picture has in the upright one; they are counted in rows from the top left. */
export function uprightBlock(
  column: number,
  row: number,
  columns: number,
  rows: number,
  { fromRight, fromBottom, swapped }: Orientation,
): number {
  const x = fromRight ? columns - 1 - column : column;
  const y = fromBottom ? rows - 1 - row : row;
  return swapped ? x * rows + y : y * columns + x;
}

/**
 * Which map of the coded picture holds each map of the upright one: the samples, and their products with the neighbour on the
 * right, below, below right and above right. A shift and its opposite give the same products.
 */
export function uprightMaps({ fromRight, fromBottom, swapped }: Orientation): readonly number[] {
  const diagonals = fromRight === fromBottom ? [3, 4] : [4, 3];
  return [0, ...(swapped ? [2, 1] : [1, 2]), ...diagonals];
}
