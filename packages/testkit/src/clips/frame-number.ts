/** Where the samples of a luma plane lie that a frame number is written to or read from. */
export interface NumberedPlane {
  readonly samples: Uint8Array | Uint16Array;
  /** Samples per row that are part of the picture. */
  readonly width: number;
  readonly height: number;
  /** Samples from one row to the next; `width` by default. */
  readonly stride?: number;
  /** Significant bits of a sample; 8 by default. */
  readonly bitDepth?: number;
}

// 16 bits of number, then 8 check bits, most significant first, as eight columns by three rows of blocks: large enough
// to survive coarse quantisation, and half of each block is left unread, so that blurred edges don't matter.
const columns = 8;
const rows = 3;

/** Number of frames that can be told apart. */
export const frameNumberLimit = 65_536;

/** Least size of a picture that can carry a number. */
export const leastNumberedSize = { width: 32, height: 20 } as const;

function block(plane: NumberedPlane, index: number) {
  const width = Math.floor(plane.width / columns);
  const height = Math.max(2, Math.floor(plane.height / 10));
  const left = (index % columns) * width;
  const top = Math.floor(index / columns) * height;
  return { left, top, right: left + width, bottom: top + height };
}

function checkOf(number: number): number {
  return ((number >> 8) ^ (number & 255) ^ 0b1010_0101) & 255;
}

/** Writes an ordinal into the top of a luma plane as black and white blocks, in limited range. */
export function writeFrameNumber(plane: NumberedPlane, ordinal: number): void {
  const { width, height, stride = width, bitDepth = 8 } = plane;
  if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= frameNumberLimit) {
    throw new RangeError(`Frame number ${ordinal} does not fit into 16 bits.`);
  }
  if (width < leastNumberedSize.width || height < leastNumberedSize.height) {
    throw new RangeError(`A picture of ${width}x${height} is too small to carry its number.`);
  }
  const code = ordinal * 256 + checkOf(ordinal);
  for (let index = 0; index < columns * rows; index++) {
    const bit = (code >> (columns * rows - 1 - index)) & 1;
    const sample = (bit ? 235 : 16) * 2 ** (bitDepth - 8);
    const { left, top, right, bottom } = block(plane, index);
    for (let y = top; y < bottom; y++) plane.samples.fill(sample, y * stride + left, y * stride + right);
  }
}

/**
 * Reads the ordinal that a frame of a generated clip carries in its luma plane (for RGB, its green plane).
 *
 * @returns the ordinal, or `null` when the blocks are not clearly black and white or the check bits don't agree.
 */
export function readFrameNumber(plane: NumberedPlane): number | null {
  const { samples, width, height, stride = width, bitDepth = 8 } = plane;
  if (width < leastNumberedSize.width || height < leastNumberedSize.height) return null;
  const white = 2 ** bitDepth;
  let code = 0;
  for (let index = 0; index < columns * rows; index++) {
    const { left, top, right, bottom } = block(plane, index);
    const insetX = Math.floor((right - left) / 4);
    const insetY = Math.floor((bottom - top) / 4);
    let sum = 0;
    let count = 0;
    for (let y = top + insetY; y < bottom - insetY; y++) {
      for (let x = left + insetX; x < right - insetX; x++) {
        sum += samples[y * stride + x]!;
        count++;
      }
    }
    const level = sum / count / white;
    if (level > 0.4 && level < 0.6) return null;
    code = code * 2 + (level > 0.5 ? 1 : 0);
  }
  const ordinal = code >> 8;
  return checkOf(ordinal) === (code & 255) ? ordinal : null;
}
