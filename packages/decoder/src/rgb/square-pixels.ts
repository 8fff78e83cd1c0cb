import type { PictureFormat, RgbImage } from '@framesieve/core';

/** Pixel aspects beyond this are taken for a mistake in the file. */
const maximumStretch = 10;

/** Stretches an upright picture so that its pixels are square: wider or higher, never smaller. */
export function squarePixels(
  image: RgbImage,
  format: Pick<PictureFormat, 'pixelAspect' | 'rotation'>,
): RgbImage {
  const { width, height } = squareSize(image, format);
  if (width !== image.width) return widen(image, width);
  return height === image.height ? image : heighten(image, height);
}

/** Size in pixels that an upright picture gets by {@link squarePixels}. */
export function squareSize(
  { width, height }: Pick<RgbImage, 'width' | 'height'>,
  { pixelAspect, rotation }: Pick<PictureFormat, 'pixelAspect' | 'rotation'>,
): Pick<RgbImage, 'width' | 'height'> {
  const coded = pixelAspect.numerator / pixelAspect.denominator;
  const aspect = rotation % 180 === 0 ? coded : 1 / coded;
  if (!(aspect > 0) || aspect > maximumStretch || aspect < 1 / maximumStretch) return { width, height };
  if (aspect > 1) return { width: Math.round(width * aspect), height };
  return { width, height: Math.round(height / aspect) };
}

function widen({ width, height, data }: RgbImage, length: number): RgbImage {
  const stretched = emptyLike(data, length * height * 3);
  const taps = cubicTaps(width, length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < length; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (y * length + x) * 3 + channel;
        stretched[at] = weigh(data, taps, x, y * width * 3 + channel, 3);
      }
    }
  }
  return { width: length, height, data: plain(stretched) };
}

function heighten({ width, height, data }: RgbImage, length: number): RgbImage {
  const rowLength = width * 3;
  const stretched = emptyLike(data, length * rowLength);
  const taps = cubicTaps(height, length);
  for (let y = 0; y < length; y++) {
    for (let x = 0; x < rowLength; x++) stretched[y * rowLength + x] = weigh(data, taps, y, x, rowLength);
  }
  return { width, height: length, data: plain(stretched) };
}

interface CubicTaps {
  /** Four positions for each sample of the result. */
  readonly positions: Int32Array;
  readonly weights: Float64Array;
}

/** Catmull-Rom (cubic convolution with a = −0.5, Keys 1981); beyond the edges the outermost sample is kept. */
function cubicTaps(from: number, to: number): CubicTaps {
  const positions = new Int32Array(to * 4);
  const weights = new Float64Array(to * 4);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const base = Math.floor(centre);
    const t = centre - base;
    weights.set(
      [
        -0.5 * t ** 3 + t ** 2 - 0.5 * t,
        1.5 * t ** 3 - 2.5 * t ** 2 + 1,
        -1.5 * t ** 3 + 2 * t ** 2 + 0.5 * t,
        0.5 * t ** 3 - 0.5 * t ** 2,
      ],
      i * 4,
    );
    for (let tap = 0; tap < 4; tap++) {
      positions[i * 4 + tap] = Math.min(Math.max(base - 1 + tap, 0), from - 1);
    }
  }
  return { positions, weights };
}

function weigh(
  data: RgbImage['data'],
  { positions, weights }: CubicTaps,
  at: number,
  offset: number,
  step: number,
): number {
  let sum = 0;
  for (let tap = at * 4; tap < at * 4 + 4; tap++)
    sum += data[offset + positions[tap]! * step]! * weights[tap]!;
  // Both kinds of result round like this; 8-bit ones clip by themselves.
  return Math.min(Math.max(Math.round(sum), 0), 65535);
}

function emptyLike(data: RgbImage['data'], length: number): Uint8ClampedArray | Uint16Array {
  return data instanceof Uint16Array ? new Uint16Array(length) : new Uint8ClampedArray(length);
}

function plain(data: Uint8ClampedArray | Uint16Array): RgbImage['data'] {
  return data instanceof Uint16Array ? data : new Uint8Array(data.buffer);
}
