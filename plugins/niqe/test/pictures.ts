import type { RgbImage } from '@framesieve/core';

/** Makes a picture from the colour at each place of another one, or of none. */
export function mapPicture(
  width: number,
  height: number,
  color: (x: number, y: number) => readonly number[],
): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(color(x, y), (y * width + x) * 3);
  return { width, height, data };
}

/** The colour of a picture at a place. */
export function colorAt({ width, data }: RgbImage, x: number, y: number): readonly number[] {
  const at = (y * width + x) * 3;
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}
