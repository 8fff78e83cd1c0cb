import type { PictureFormat, Rectangle } from '@framesieve/core';
import { resolveColor, yuvMatrix } from '@framesieve/core/thread';
import type { PlanesPicture } from './nss-picture.ts';
import type { NssRules } from './nss-rules.ts';
import type { PlanField } from './plan-writer.ts';

/** Where a plane of luma is made, and what for. */
export interface LumaTarget {
  /** Address of the first level; there are 16 bytes before each row and behind it. */
  readonly address: number;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/** What makes luma of a kind of samples. */
export type LumaMaker = 'lumaOfGrey' | 'lumaOfRgbPlanes' | 'lumaOfYuv';

/** Weights of R, G and B, and what is added before rounding, so that halves are rounded up: OpenCV's sums are multiples of 2⁻¹⁵. */
const weights: Readonly<Record<NssRules['luma'], readonly [number, number, number, number]>> = {
  matlab: [0.298_936_021_293_775, 0.587_043_074_451_121, 0.114_020_904_255_103, 0],
  opencv: [9798 / 2 ** 15, 19_235 / 2 ** 15, 3735 / 2 ** 15, 2 ** -16],
};

/** Adding it to a float32 below 2²² rounds to a whole number. */
const wholeNumbers = 1.5 * 2 ** 23;

/** Bytes of the working memory of {@link lumaPlan}: rows of chroma as float32. */
export function lumaWorkBytes({ layout }: Pick<PlanesPicture, 'layout'>): number {
  return 6 * ((layout.planes[1]?.width ?? 0) * 4 + 64) + 256;
}

/**
 * Plans the plane of luma of an area of a picture: what makes it, and the fields of its plan (`assembly/luma-plan.ts`).
 *
 * @param samples address of the picture's bytes.
 * @param chromaRows address of the table that {@link chromaRowTable} makes.
 */
export function lumaPlan(
  picture: Pick<PlanesPicture, 'layout' | 'format'>,
  area: Rectangle,
  target: LumaTarget,
  rules: NssRules,
  { samples, chromaRows, work }: { samples: number; chromaRows: number; work: number },
): { readonly maker: LumaMaker; readonly fields: readonly PlanField[] } {
  const { pixelFormat, color: tags } = picture.format;
  const color = resolveColor(picture.format);
  const { planes } = picture.layout;
  const { bytesPerSample, bitDepth, log2ChromaWidth, model } = pixelFormat;
  const isYuv = model === 'yuv' && color.matrix !== 'rgb';
  const halved = isYuv && log2ChromaWidth === 1;
  const shift = halved ? area.x & 1 : 0;
  const at = (plane: number) =>
    samples + planes[plane]!.offset + area.y * planes[plane]!.stride + area.x * bytesPerSample;
  const start = (plane: number) => samples + planes[plane]!.offset;
  const sources = isYuv
    ? [at(0) - shift * bytesPerSample, start(1), start(2)]
    : model === 'gray'
      ? [at(0), 0, 0]
      : [at(2), at(0), at(1)];
  const scale = 255 / (color.white - color.black);
  const chromaScale = 255 / (color.fullRange ? 2 ** bitDepth - 1 : 224 * 2 ** (bitDepth - 8));
  const matrix = isYuv ? yuvMatrix(color.matrix) : null;
  const offset = halved ? chromaColumnOffset(tags.chromaLocation) : 0;
  const float = (value: number) => ({ float: value });
  return {
    maker: isYuv ? 'lumaOfYuv' : model === 'gray' ? 'lumaOfGrey' : 'lumaOfRgbPlanes',
    fields: [
      target.width,
      target.height,
      target.address,
      target.stride,
      rules.windowEdge === 'zero' ? 1 : 0,
      bytesPerSample,
      ...sources,
      planes[0]!.stride,
      planes[1]?.stride ?? 0,
      halved ? 1 : 0,
      planes[1]?.width ?? 0,
      halved ? area.x >> 1 : area.x,
      shift,
      chromaRows,
      work,
      float(scale),
      float(-color.black * scale),
      float(2 ** (bitDepth - 1)),
      float(1 - offset / 2),
      float((1 - offset) / 2),
      float((matrix?.redFromV ?? 0) * chromaScale),
      float((matrix?.greenFromU ?? 0) * chromaScale),
      float((matrix?.greenFromV ?? 0) * chromaScale),
      float((matrix?.blueFromU ?? 0) * chromaScale),
      ...weights[rules.luma].map(float),
      float(wholeNumbers),
      float(wholeNumbers + 255),
    ],
  };
}

/** Bytes of a row's entry in the table of {@link writeChromaRows}. */
export const chromaRowBytes = 12;

/** Writes which two rows of chroma each row of an area lies between, and the weight of the second. */
export function writeChromaRows(
  memory: ArrayBufferLike,
  address: number,
  { pixelFormat, height, color }: PictureFormat,
  area: Rectangle,
): void {
  const scale = 1 << pixelFormat.log2ChromaHeight;
  const last = -(-height >> pixelFormat.log2ChromaHeight) - 1;
  const offset = chromaRowOffset(color.chromaLocation, scale);
  const view = new DataView(memory, address, area.height * chromaRowBytes);
  for (let y = 0; y < area.height; y++) {
    const position = Math.min(Math.max((area.y + y - offset) / scale, 0), last);
    const first = Math.floor(position);
    view.setInt32(y * chromaRowBytes, first, true);
    view.setInt32(y * chromaRowBytes + 4, Math.min(first + 1, last), true);
    view.setFloat32(y * chromaRowBytes + 8, position - first, true);
  }
}

/** Where the first column of halved chroma lies, in columns of luma; H.264 and others mean `left` when they don't say. */
function chromaColumnOffset(location: PictureFormat['color']['chromaLocation']): number {
  return location === 'center' || location === 'top' || location === 'bottom' ? 0.5 : 0;
}

/** Where the first row of chroma lies, in rows of luma. */
function chromaRowOffset(location: PictureFormat['color']['chromaLocation'], scale: number): number {
  if (location === 'top' || location === 'topleft') return 0;
  return location === 'bottom' || location === 'bottomleft' ? scale - 1 : (scale - 1) / 2;
}
