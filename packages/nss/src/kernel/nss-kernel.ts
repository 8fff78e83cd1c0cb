import type { FrameMemory, Rectangle } from '@framesieve/core';
import { writeCubicTaps } from './cubic-taps.ts';
import { type KernelCode, loadKernel } from './kernel-code.ts';
import { lumaPlan, writeChromaRows } from './luma-plan.ts';
import type { NssFeatures } from './nss-features.ts';
import type { NssPicture, PlanesPicture, RgbPicture } from './nss-picture.ts';
import type { NssRules } from './nss-rules.ts';
import { orientationOf, upright, wholeBlocks } from './orientation.ts';
import { arrange, cellCount, halfSize, halfStride, type Places, placesFrom, planeStride } from './places.ts';
import { writePlan } from './plan-writer.ts';
import { readCells } from './read-cells.ts';
import { recordLength } from './read-features.ts';
import { Scratch } from './scratch.ts';
import { wasm } from './web-assembly.ts';

/** What `assembly/index.ts` exports to this folder. */
export interface Assembly {
  lumaOfGrey(plan: number): void;
  lumaOfRgbPlanes(plan: number): void;
  lumaOfYuv(plan: number): void;
  lumaOfRgbAsMatlab(plan: number): void;
  lumaOfRgbAsOpencv(plan: number): void;
  halveAsMatlab(plan: number): void;
  halveAsOpencv(plan: number, columns: number, rows: number): void;
  measureScale(plan: number): void;
  workBytes(): number;
}

/** Rows are read eight samples at a time, so that the last one is read beyond its end. */
const readBeyond = 64;

/** What is worked on at once where there are no blocks: small, so that its samples lie close together and in the nearest cache. */
const tile = { width: 128, height: 64 };

/** Columns that are worked on at once in OpenCV's arithmetic, which knows no tiles; the most that there is room for. */
const opencvStrip = 384;

/** Samples whose sums are added up in float32. */
const samplesPerFlush = 1024;

/**
 * Measures the features that NIQE and BRISQUE are made of, in WebAssembly. It works on the memory that frames lie in, where they
 * lie; many kernels can do so at once, each in its thread.
 */
export class NssKernel {
  /** Which form of the kernel it is; the same name stands for the same features, to the last bit, on every machine. */
  readonly name: KernelCode['name'];
  readonly #memory: FrameMemory;
  readonly #assembly: Assembly;
  readonly #scratch: Scratch;

  private constructor(name: KernelCode['name'], memory: FrameMemory, assembly: Assembly) {
    this.name = name;
    this.#memory = memory;
    this.#assembly = assembly;
    this.#scratch = new Scratch(memory);
  }

  /**
   * Compiles the form of the kernel that is fastest on this machine.
   *
   * @param memory that frames lie in; `null`: none, pictures are copied.
   * @param code a form that was chosen before.
   */
  static async create(memory: FrameMemory | null, code?: KernelCode): Promise<NssKernel> {
    const { name, module } = code ?? (await loadKernel());
    const own = memory ?? new wasm.Memory({ initial: 1, maximum: 65_536, shared: true });
    const { exports } = new wasm.Instance(module, { env: { memory: own } });
    return new NssKernel(name, own, exports as Assembly);
  }

  /**
   * Measures a picture of at least 16 × 16 pixels, or one block. Planes must be ones that `takesPlanes()` takes.
   *
   * @throws RangeError where the memory can't grow by what it takes.
   */
  measure(picture: NssPicture, rules: NssRules): NssFeatures {
    const orientation = picture.kind === 'planes' ? orientationOf(picture.format) : upright;
    const area =
      picture.kind === 'planes' ? picture.area : { x: 0, y: 0, width: picture.width, height: picture.height };
    const measured = rules.blockSize === null ? area : wholeBlocks(area, rules.blockSize, orientation);
    // Growing gives the memory another buffer, so this has to be asked first.
    const inPlace = picture.kind === 'planes' && picture.bytes.buffer === this.#memory.buffer;
    const places = this.#arrange(picture, measured, rules, inPlace);
    const samples = this.#bring(picture, places, inPlace);
    const buffer = this.#memory.buffer;
    if (picture.kind === 'planes') this.#makeLuma(picture, measured, rules, places, samples);
    else this.#makeLumaOfRgb(picture, measured, rules, places, samples);
    const half = this.#halve(measured, rules, places);
    const cellBytes = recordLength * 8;
    const cells = cellCount(measured, rules);
    new Uint8Array(buffer, places.records, 2 * cells * cellBytes).fill(0);
    this.#measureScale(measured.width, measured.height, 1, rules, places);
    this.#measureScale(half.width, half.height, 2, rules, places);
    return readCells(buffer, places.records, { measured, half, rules, orientation });
  }

  #arrange(picture: NssPicture, area: Rectangle, rules: NssRules, inPlace: boolean): Places {
    const offsets = arrange(picture, area, rules, { inPlace, workBytes: this.#assembly.workBytes() });
    return placesFrom(this.#scratch.reserve(offsets.end + readBeyond), offsets);
  }

  /** Sees to it that a picture lies in the memory, and something behind it; returns its address. */
  #bring(picture: NssPicture, places: Places, inPlace: boolean): number {
    const bytes = picture.kind === 'planes' ? picture.bytes : picture.data;
    if (!inPlace) {
      new Uint8Array(this.#memory.buffer, places.picture, bytes.length).set(bytes);
      return places.picture;
    }
    const end = bytes.byteOffset + bytes.length;
    if (end + readBeyond > this.#memory.buffer.byteLength) this.#memory.grow(1);
    return bytes.byteOffset;
  }

  #makeLuma(picture: PlanesPicture, area: Rectangle, rules: NssRules, places: Places, samples: number): void {
    const { buffer } = this.#memory;
    const target = lumaTarget(area, places);
    const { maker, fields } = lumaPlan(picture, area, target, rules, {
      samples,
      chromaRows: places.chromaRows,
      work: places.lumaWork,
    });
    if (maker === 'lumaOfYuv') writeChromaRows(buffer, places.chromaRows, picture.format, area);
    writePlan(buffer, places.plan, fields);
    this.#assembly[maker](places.plan);
  }

  #makeLumaOfRgb(
    picture: RgbPicture,
    area: Rectangle,
    rules: NssRules,
    places: Places,
    samples: number,
  ): void {
    const { address, stride, width, height } = lumaTarget(area, places);
    const zeroEdge = rules.windowEdge === 'zero' ? 1 : 0;
    const fields = [width, height, address, stride, zeroEdge, 1, samples, 0, 0, picture.width * 3];
    writePlan(this.#memory.buffer, places.plan, fields);
    if (rules.luma === 'opencv') this.#assembly.lumaOfRgbAsOpencv(places.plan);
    else this.#assembly.lumaOfRgbAsMatlab(places.plan);
  }

  #halve({ width, height }: Rectangle, rules: NssRules, places: Places) {
    const { buffer } = this.#memory;
    const [halfWidth, halfHeight] = halfSize(width, height, rules);
    writePlan(buffer, places.plan, [
      width,
      height,
      places.plane + 16,
      planeStride(width),
      places.half + 16,
      halfStride(halfWidth),
      rules.windowEdge === 'zero' ? 1 : 0,
      places.halfWork,
    ]);
    if (rules.half === 'imresize') {
      this.#assembly.halveAsMatlab(places.plan);
    } else {
      writeCubicTaps(buffer, places.columnTaps, width);
      writeCubicTaps(buffer, places.rowTaps, height);
      this.#assembly.halveAsOpencv(places.plan, places.columnTaps, places.rowTaps);
    }
    return { width: halfWidth, height: halfHeight };
  }

  #measureScale(width: number, height: number, scale: 1 | 2, rules: NssRules, places: Places): void {
    const { buffer } = this.#memory;
    const cell = rules.blockSize === null ? 0 : rules.blockSize / scale;
    const [source, stride, beyond] =
      scale === 1
        ? [places.plane, planeStride(width), places.beyond]
        : [places.half, halfStride(width), places.halfBeyond];
    const zeroEdge = rules.windowEdge === 'zero';
    if (zeroEdge) new Uint8Array(buffer, beyond, stride).fill(0);
    const opencv = rules.normalisation === 'opencv';
    const cells = cell === 0 ? 1 : (width / cell) * (height / cell);
    const strip = cell === 0 ? (opencv ? opencvStrip : tile.width) : cell;
    const segment = cell === 0 ? (opencv ? height : tile.height) : cell;
    writePlan(buffer, places.plan, [
      width,
      height,
      source + 16,
      stride,
      scale === 1 ? 1 : 4,
      zeroEdge ? beyond + 16 : 0,
      opencv ? 1 : 0,
      rules.products === 'circular' ? 1 : 0,
      cell === 0 ? 0 : 1,
      strip,
      segment,
      Math.max(1, Math.floor(samplesPerFlush / strip)),
      places.work,
      places.records + (scale - 1) * cells * recordLength * 8,
      places.columns,
      places.columns + (height + 1) * 4,
    ]);
    this.#assembly.measureScale(places.plan);
  }
}

function lumaTarget({ width, height }: Rectangle, places: Places) {
  return { address: places.plane + 16, stride: planeStride(width), width, height };
}
