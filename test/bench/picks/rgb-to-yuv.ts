import type { RgbImage } from '@framesieve/core';

/**
 * An 8-bit picture with even sides as packed `yuv420p`: BT.709, limited range, chroma in the centre of its four pixels
 * (H.273; coefficients of Rec. ITU-R BT.709-6).
 */
export function rgbToYuv420({ width, height, data }: RgbImage): Uint8Array {
  const size = width * height;
  const bytes = new Uint8Array((size * 3) / 2);
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let [redness, blueness] = [0, 0];
      for (const at of [y * width + x, y * width + x + 1, (y + 1) * width + x, (y + 1) * width + x + 1]) {
        const [red, green, blue] = [data[3 * at]!, data[3 * at + 1]!, data[3 * at + 2]!];
        const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        bytes[at] = 16 + (219 / 255) * luma + 0.5;
        redness += (red - luma) / 1.5748;
        blueness += (blue - luma) / 1.8556;
      }
      const chroma = size + (y / 2) * (width / 2) + x / 2;
      bytes[chroma] = 128.5 + (224 / 255) * (blueness / 4);
      bytes[chroma + size / 4] = 128.5 + (224 / 255) * (redness / 4);
    }
  }
  return bytes;
}
