import { type PictureFormat, resolveColor, yuvMatrix } from '@framesieve/core';

/** How R, G, B from 0 to a maximum follow from samples. Each of them is `(sample − black) · scale`, of luma or of its own plane, … */
export interface RgbFormula {
  readonly black: number;
  readonly scale: number;
  /** Planes that hold red, green and blue; `null` where they are mixed of luma and chroma. */
  readonly planes: readonly [red: number, green: number, blue: number] | null;
  /** … and what chroma adds to it; `null` where there is none. */
  readonly chroma: ChromaFormula | null;
}

/** What is added to R, G, B for each step of a chroma sample above `zero`. */
export interface ChromaFormula {
  readonly zero: number;
  readonly redFromU: number;
  readonly redFromV: number;
  readonly greenFromU: number;
  readonly greenFromV: number;
  readonly blueFromU: number;
  readonly blueFromV: number;
}

/** The formula of ITU-T H.273 for a picture's matrix and range, for R, G, B from 0 to `maximum`. */
export function rgbFormula(
  format: Pick<PictureFormat, 'width' | 'height' | 'pixelFormat' | 'color'>,
  maximum: number,
): RgbFormula {
  const { matrix, black, white, fullRange } = resolveColor(format);
  const { model, bitDepth } = format.pixelFormat;
  const levels = { black, scale: maximum / (white - black) };
  if (model === 'gray') return { ...levels, planes: [0, 0, 0], chroma: null };
  if (matrix === 'rgb') return { ...levels, planes: [2, 0, 1], chroma: null };
  const chromaScale = maximum / (fullRange ? 2 ** bitDepth - 1 : 224 * 2 ** (bitDepth - 8));
  const { redFromU, redFromV, greenFromU, greenFromV, blueFromU, blueFromV } = yuvMatrix(matrix);
  const chroma = {
    zero: 2 ** (bitDepth - 1),
    redFromU: redFromU * chromaScale,
    redFromV: redFromV * chromaScale,
    greenFromU: greenFromU * chromaScale,
    greenFromV: greenFromV * chromaScale,
    blueFromU: blueFromU * chromaScale,
    blueFromV: blueFromV * chromaScale,
  };
  return { ...levels, planes: null, chroma };
}
