import type { RgbImage } from '@framesieve/core';

/** The samples of a picture, of 8 bits: deeper ones are rounded. */
export function toEightBits({ data }: RgbImage): Uint8Array {
  return data instanceof Uint8Array ? data : Uint8Array.from(data, level => Math.floor(level / 257 + 0.5));
}
