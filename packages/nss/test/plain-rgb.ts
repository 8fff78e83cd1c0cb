import {
  type ChromaLocation,
  type FrameLayout,
  frameLayout,
  type PictureFormat,
  parsePixelFormat,
  type Rectangle,
  resolveColor,
  unknownColor,
  yuvMatrix,
} from '@framesieve/core';
import type { PlanesPicture, RgbPicture } from '../src/kernel/nss-picture.ts';

/** Makes a picture of planes, upright unless said otherwise, from a function of its samples. */
export function planesPicture(
  name: string,
  width: number,
  height: number,
  sampleAt: (plane: number, x: number, y: number) => number,
  format: Partial<PictureFormat> = {},
  area: Rectangle = { x: 0, y: 0, width, height },
): PlanesPicture {
  const pixelFormat = parsePixelFormat(name)!;
  const layout = frameLayout(pixelFormat, width, height);
  const bytes = new Uint8Array(new SharedArrayBuffer(layout.byteLength));
  const view = new DataView(bytes.buffer);
  for (const [plane, { offset, stride, ...size }] of layout.planes.entries()) {
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const at = offset + y * stride + x * pixelFormat.bytesPerSample;
        const sample = sampleAt(plane, x, y);
        if (pixelFormat.bytesPerSample === 1) view.setUint8(at, sample);
        else view.setUint16(at, sample, true);
      }
    }
  }
  const upright = { rotation: 0, mirrored: false, pixelAspect: { numerator: 1, denominator: 1 } } as const;
  return {
    kind: 'planes',
    bytes,
    layout,
    format: { width, height, pixelFormat, color: unknownColor, scan: 'progressive', ...upright, ...format },
    area,
  };
}

/** The upright RGB of a picture, by the formulas of ITU-T H.273 in float64. */
export function plainRgb(picture: PlanesPicture): RgbPicture {
  const { format, area } = picture;
  const swapped = format.rotation === 90 || format.rotation === 270;
  const [width, height] = swapped ? [area.height, area.width] : [area.width, area.height];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < area.height; y++) {
    for (let x = 0; x < area.width; x++) {
      const mirrored = format.mirrored ? area.width - 1 - x : x;
      const turns = [
        [mirrored, y],
        [area.height - 1 - y, mirrored],
        [area.width - 1 - mirrored, area.height - 1 - y],
        [y, area.width - 1 - mirrored],
      ] as const;
      const [column, row] = turns[format.rotation / 90]!;
      data.set(rgbAt(picture, area.x + x, area.y + y), (row * width + column) * 3);
    }
  }
  return { kind: 'rgb', data, width, height };
}

function rgbAt(picture: PlanesPicture, x: number, y: number): readonly number[] {
  const { pixelFormat } = picture.format;
  const color = resolveColor(picture.format);
  const level = (value: number) => Math.min(255, Math.max(0, Math.floor(value + 0.5)));
  const scale = 255 / (color.white - color.black);
  const grey = (plane: number) => (sample(picture, plane, x, y) - color.black) * scale;
  if (pixelFormat.model === 'gray') return [0, 0, 0].map(plane => level(grey(plane)));
  if (color.matrix === 'rgb') return [2, 0, 1].map(plane => level(grey(plane)));
  const unit =
    255 / (color.fullRange ? 2 ** pixelFormat.bitDepth - 1 : 224 * 2 ** (pixelFormat.bitDepth - 8));
  const [u, v] = [1, 2].map(plane => unit * chroma(picture, plane, x, y));
  const matrix = yuvMatrix(color.matrix);
  return [
    grey(0) + matrix.redFromU * u! + matrix.redFromV * v!,
    grey(0) + matrix.greenFromU * u! + matrix.greenFromV * v!,
    grey(0) + matrix.blueFromU * u! + matrix.blueFromV * v!,
  ].map(level);
}

/** Where chroma's first sample lies, for chroma of half the columns or rows. */
const offsets: Readonly<Record<ChromaLocation, readonly [x: number, y: number]>> = {
  left: [0, 0.5],
  unknown: [0, 0.5],
  center: [0.5, 0.5],
  topleft: [0, 0],
  top: [0.5, 0],
  bottomleft: [0, 1],
  bottom: [0.5, 1],
};

function chroma(picture: PlanesPicture, plane: number, x: number, y: number): number {
  const { pixelFormat, color } = picture.format;
  const { width, height } = picture.layout.planes[plane]!;
  const offset = offsets[color.chromaLocation];
  const place = (position: number, shift: number, from: number, length: number) =>
    shift === 0 ? position : Math.min(Math.max((position - from) / 2, 0), length - 1);
  const column = place(x, pixelFormat.log2ChromaWidth, offset[0], width);
  const row = place(y, pixelFormat.log2ChromaHeight, offset[1], height);
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const at = (dx: number, dy: number) =>
    sample(picture, plane, Math.min(left + dx, width - 1), Math.min(top + dy, height - 1));
  const line = (dy: number) => at(0, dy) + (at(1, dy) - at(0, dy)) * (column - left);
  return line(0) + (line(1) - line(0)) * (row - top) - 2 ** (pixelFormat.bitDepth - 1);
}

function sample(
  { bytes, layout, format }: Pick<PlanesPicture, 'bytes' | 'format'> & { layout: FrameLayout },
  plane: number,
  x: number,
  y: number,
): number {
  const { offset, stride } = layout.planes[plane]!;
  const { bytesPerSample } = format.pixelFormat;
  const at = offset + y * stride + x * bytesPerSample;
  return bytesPerSample === 1 ? bytes[at]! : bytes[at]! + 256 * bytes[at + 1]!;
}
