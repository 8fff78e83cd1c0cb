import type { Rectangle } from '@framesieve/core';
import { cubicTapBytes } from './cubic-taps.ts';
import { chromaRowBytes, lumaWorkBytes } from './luma-plan.ts';
import type { NssPicture } from './nss-picture.ts';
import type { NssRules } from './nss-rules.ts';
import { recordLength } from './read-features.ts';

/** Where things lie that are worked with: addresses, or offsets from the first of them. */
export interface Places {
  /** The fields of whatever is done next. */
  readonly plan: number;
  readonly chromaRows: number;
  readonly lumaWork: number;
  /** A row of what is beyond the edge, then the plane of luma; and the same at half size. */
  readonly beyond: number;
  readonly plane: number;
  readonly halfBeyond: number;
  readonly half: number;
  readonly halfWork: number;
  /** The first column and the last one. */
  readonly columns: number;
  readonly columnTaps: number;
  readonly rowTaps: number;
  readonly work: number;
  readonly records: number;
  /** A copy of the picture, where it is not read in place. */
  readonly picture: number;
  readonly end: number;
}

/** Lays out what the measuring of a picture takes, as offsets. */
export function arrange(
  picture: NssPicture,
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  rules: NssRules,
  { inPlace, workBytes }: { readonly inPlace: boolean; readonly workBytes: number },
): Places {
  let end = 0;
  const take = (byteLength: number) => {
    const start = end;
    end += Math.ceil(byteLength / 64) * 64;
    return start;
  };
  const planes = picture.kind === 'planes';
  const [halfWidth, halfHeight] = halfSize(width, height, rules);
  return {
    plan: take(256),
    chromaRows: take(planes ? height * chromaRowBytes : 0),
    lumaWork: take(planes ? lumaWorkBytes(picture) : 0),
    beyond: take(planeStride(width)),
    plane: take(planeStride(width) * height + 64),
    halfBeyond: take(halfStride(halfWidth)),
    half: take(halfStride(halfWidth) * halfHeight + 64),
    halfWork: take(4 * (halfWidth * 4 + 64) + 512),
    columns: take(2 * (height + 1) * 4),
    columnTaps: take(halfWidth * cubicTapBytes),
    rowTaps: take(halfHeight * cubicTapBytes),
    work: take(workBytes),
    records: take(2 * cellCount({ width, height }, rules) * recordLength * 8),
    picture: take(inPlace ? 0 : planes ? picture.bytes.length : picture.data.length),
    end,
  };
}

/** The addresses of an arrangement that begins at one. */
export function placesFrom(address: number, offsets: Places): Places {
  const moved = Object.entries(offsets).map(([name, offset]) => [name, address + offset] as const);
  // Each of the names is there, which fromEntries() forgets.
  return Object.fromEntries(moved) as unknown as Places;
}

/** Bytes of a row of luma, with sixteen levels before it and room for vectors behind it. */
export function planeStride(width: number): number {
  return Math.ceil((width + 64) / 16) * 16;
}

/** Bytes of a row of float32 at half size, with four samples before it. */
export function halfStride(width: number): number {
  return Math.ceil((width * 4 + 128) / 16) * 16;
}

/** Width and height at half size. */
export function halfSize(
  width: number,
  height: number,
  { half }: NssRules,
): readonly [width: number, height: number] {
  return half === 'imresize' ? [(width + 1) >> 1, (height + 1) >> 1] : [width >> 1, height >> 1];
}

/** The number of blocks of a picture that is cropped to them; 1 where all of it is one. */
export function cellCount(
  { width, height }: Pick<Rectangle, 'width' | 'height'>,
  { blockSize }: NssRules,
): number {
  return blockSize === null ? 1 : (width / blockSize) * (height / blockSize);
}
