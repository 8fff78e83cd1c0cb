import type { FrameLayout, PictureFormat, Rectangle } from '@framesieve/core';
import { detailKernel, patchSize, patchWhite } from './detail-kernel.ts';
import { LumaTable } from './luma-table.ts';
import { type PlaneSamples, planeSamples } from './plane-samples.ts';

/** Most patches along the longer and along the shorter side of a picture. */
const [alongLonger, alongShorter] = [16, 9] as const;

/** BT.709 luma weights of G, B and R, the order of the planes, for pictures that are stored as RGB. */
export const rgbWeights = [0.7152, 0.0722, 0.2126] as const;

/** What facts are measured on. */
export interface MeasuredPicture {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly layout: FrameLayout;
  readonly format: PictureFormat;
  /** The part inside constant black bars, within the picture; `null` for all of it. */
  readonly crop: Rectangle | null;
}

/** A small part of a picture at full resolution, the same object for every part; its samples are in the kernel. */
export interface LumaPatch {
  /** At most `patchSize`; less where the picture is smaller. */
  readonly width: number;
  readonly height: number;
  /** Place of its first sample in the coded picture. */
  readonly x: number;
  readonly y: number;
}

/**
 * Reads small parts of pictures, spread evenly over the part inside black bars: at most 16 × 9 of 24 × 24 samples each. Of
 * an interlaced picture each part is of one field alone, every other row.
 */
export class LumaPatches {
  readonly #kernel = detailKernel();
  readonly #samples = this.#kernel.samples;
  readonly #patch = { width: 0, height: 0, x: 0, y: 0 };
  readonly #table = new LumaTable(patchWhite, (length, level) =>
    Int32Array.from({ length }, (_, code) => Math.round(level(code))),
  );

  /** Calls `visit` with each part of a picture in turn. */
  forEach(picture: MeasuredPicture, visit: (patch: LumaPatch) => void): void {
    const { bytes, layout, format } = picture;
    const { pixelFormat } = format;
    const area = picture.crop ?? { x: 0, y: 0, width: format.width, height: format.height };
    const rowStep = format.scan === 'progressive' ? 1 : 2;
    const patch = this.#patch;
    patch.width = Math.min(patchSize, area.width);
    patch.height = Math.min(patchSize, Math.ceil(area.height / rowStep));
    const columns = Math.min(
      area.width < area.height ? alongShorter : alongLonger,
      Math.max(1, Math.floor(area.width / patch.width)),
    );
    const rows = Math.min(
      area.width < area.height ? alongLonger : alongShorter,
      Math.max(1, Math.floor(area.height / (patch.height * rowStep))),
    );
    const planes = layout.planes.slice(0, pixelFormat.model === 'rgb' ? 3 : 1);
    const [first, second, third] = planes.map(plane => planeSamples(bytes, plane, pixelFormat));
    const levels = this.#table.for(format);
    const isWhole = patch.width === patchSize && patch.height === patchSize;
    const codes = isWhole && !second ? bytesOf(first!) : null;
    if (codes) this.#kernel.levels.set(levels);
    const freeColumns = area.width - patch.width;
    const freeRows = area.height - ((patch.height - 1) * rowStep + 1);
    for (let row = 0; row < rows; row++) {
      patch.y = area.y + spread(freeRows, row, rows);
      for (let column = 0; column < columns; column++) {
        patch.x = area.x + spread(freeColumns, column, columns);
        const start = patch.y * format.width + patch.x;
        const stride = format.width * rowStep;
        if (second && third) this.#readRgb(first!, second, third, levels, start, stride);
        else if (codes) this.#copyCodes(codes, start, stride);
        else this.#read(first!, levels, start, stride);
        visit(patch);
      }
    }
  }

  /** Four at a time, which lie anywhere. */
  #copyCodes(plane: DataView, start: number, stride: number): void {
    const { codes, expandCodes } = this.#kernel;
    for (let row = 0; row < patchSize; row++) {
      const from = start + row * stride;
      const to = row * patchSize;
      for (let x = 0; x < patchSize; x += 4) codes.setUint32(to + x, plane.getUint32(from + x));
    }
    expandCodes();
  }

  #read(plane: ArrayLike<number>, levels: Int32Array, start: number, stride: number): void {
    const { width, height } = this.#patch;
    const samples = this.#samples;
    for (let row = 0; row < height; row++) {
      const from = start + row * stride;
      const to = row * patchSize;
      for (let x = 0; x < width; x++) samples[to + x] = levels[plane[from + x]!]!;
    }
  }

  #readRgb(
    green: ArrayLike<number>,
    blue: ArrayLike<number>,
    red: ArrayLike<number>,
    levels: Int32Array,
    start: number,
    stride: number,
  ): void {
    const { width, height } = this.#patch;
    const samples = this.#samples;
    for (let row = 0; row < height; row++) {
      for (let x = 0; x < width; x++) {
        const at = start + row * stride + x;
        samples[row * patchSize + x] =
          rgbWeights[0] * levels[green[at]!]! +
          rgbWeights[1] * levels[blue[at]!]! +
          rgbWeights[2] * levels[red[at]!]! +
          0.5;
      }
    }
  }
}

/** A view of samples of 8 bits; `null` for others. */
function bytesOf({ BYTES_PER_ELEMENT, buffer, byteOffset, byteLength }: PlaneSamples): DataView | null {
  return BYTES_PER_ELEMENT === 1 ? new DataView(buffer, byteOffset, byteLength) : null;
}

/** Place of one of `count` that lie evenly over `free` places; one alone lies in the middle. */
function spread(free: number, index: number, count: number): number {
  return count === 1 ? free >> 1 : Math.floor((free * index) / (count - 1));
}
