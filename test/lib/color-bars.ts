import type { ColorRange, PixelFormat } from '@framesieve/core';
import { frameLayout } from '@framesieve/core';

/** Red, green and blue in 0 … 1. */
export type BarColor = readonly [red: number, green: number, blue: number];

/** Colours of the bars: those of 100 % and of 75 % amplitude, then a ramp of greys. */
export const barColors: readonly BarColor[] = [
  ...[1, 0.75].flatMap(level =>
    [
      [1, 1, 1],
      [1, 1, 0],
      [0, 1, 1],
      [0, 1, 0],
      [1, 0, 1],
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
    ].map(([red, green, blue]) => [red! * level, green! * level, blue! * level] as const),
  ),
  ...Array.from({ length: 16 }, (_, i) => [i / 15, i / 15, i / 15] as const),
];

/** How the samples of bars are coded. */
export interface BarCoding {
  readonly pixelFormat: PixelFormat;
  readonly matrix: 'bt601' | 'bt709' | 'bt2020' | 'ycgco' | 'rgb';
  readonly range: Exclude<ColorRange, 'unknown'>;
}

/** Luma weights of red and blue (ITU-T H.273, table 4: values 6, 1 and 9). */
const weights = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722], bt2020: [0.2627, 0.0593] } as const;

/** Analogue Y, Cb, Cr (ITU-T H.273, equations 38 to 40, and 56 to 58 for YCgCo), or G, B, R. */
function components(
  [red, green, blue]: BarColor,
  matrix: BarCoding['matrix'],
): readonly [number, number, number] {
  if (matrix === 'rgb') return [green, blue, red];
  if (matrix === 'ycgco') {
    return [
      0.25 * red + 0.5 * green + 0.25 * blue,
      -0.25 * red + 0.5 * green - 0.25 * blue,
      0.5 * (red - blue),
    ];
  }
  const [redWeight, blueWeight] = weights[matrix];
  const luma = redWeight * red + (1 - redWeight - blueWeight) * green + blueWeight * blue;
  return [luma, (0.5 * (blue - luma)) / (1 - blueWeight), (0.5 * (red - luma)) / (1 - redWeight)];
}

/** Code value of a component (ITU-T H.273, equations 22 to 30). */
function quantize(
  value: number,
  isChroma: boolean,
  { bitDepth }: PixelFormat,
  range: BarCoding['range'],
): number {
  const maximum = 2 ** bitDepth - 1;
  const step = 2 ** (bitDepth - 8);
  const exact =
    range === 'full'
      ? maximum * value + (isChroma ? 2 ** (bitDepth - 1) : 0)
      : step * (isChroma ? 224 * value + 128 : 219 * value + 16);
  return Math.min(maximum, Math.max(0, Math.round(exact)));
}

/** Which bar a luma column belongs to, for a picture that the bars divide evenly. */
export const barAt = (x: number, width: number) => Math.floor((x * barColors.length) / width);

/**
 * A picture of upright bars side by side, as samples packed tightly. Each bar should be several chroma samples wide:
 * what lies between two is a matter of interpolation.
 */
export function drawBars(
  width: number,
  height: number,
  { pixelFormat, matrix, range }: BarCoding,
): Uint8Array {
  const layout = frameLayout(pixelFormat, width, height);
  const bytes = new Uint8Array(layout.byteLength);
  const view = new DataView(bytes.buffer);
  for (const [index, plane] of layout.planes.entries()) {
    const isChroma = index > 0 && pixelFormat.model === 'yuv';
    const row = Array.from({ length: plane.width }, (_, x) => {
      const color = barColors[barAt(x, plane.width)]!;
      return quantize(components(color, matrix)[index]!, isChroma, pixelFormat, range);
    });
    for (let y = 0; y < plane.height; y++) {
      for (const [x, value] of row.entries()) {
        const at = plane.offset + y * plane.stride + x * pixelFormat.bytesPerSample;
        if (pixelFormat.bytesPerSample === 1) view.setUint8(at, value);
        else view.setUint16(at, value, true);
      }
    }
  }
  return bytes;
}
