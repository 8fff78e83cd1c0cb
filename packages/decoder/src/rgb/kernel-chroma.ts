import type { Frame } from '@framesieve/core';
import { chromaOffset, chromaPhases, chromaTaps } from './chroma-taps.ts';
import type { KernelRoom } from './kernel-room.ts';
import { PlaneBand } from './plane-band.ts';
import type { RgbKernel } from './rgb-kernel.ts';

/** Interpolates chroma, in the memory of a kernel, to one sample for each of luma. */
export class KernelChroma {
  /** What its rows are larger by than chroma itself. */
  readonly unit: number;
  readonly #kernel: RgbKernel;
  readonly #frame: Frame;
  readonly #zero: number;
  readonly #rows: ReturnType<typeof chromaTaps>;
  readonly #phases: ReturnType<typeof chromaPhases>;
  readonly #bands: readonly [u: PlaneBand, v: PlaneBand];
  readonly #narrow: number;
  readonly #wide: readonly [u: number, v: number];

  /** @param mostRows rows of luma that are loaded at a time. */
  constructor(kernel: RgbKernel, frame: Frame, zero: number, mostRows: number, room: KernelRoom) {
    const { height, pixelFormat, color } = frame.format;
    const [, u, v] = frame.layout.planes;
    const scaleX = 1 << pixelFormat.log2ChromaWidth;
    const scaleY = 1 << pixelFormat.log2ChromaHeight;
    const narrowBytes = 4 * (u!.width + 1);
    this.unit = scaleX === 1 ? 8 : 64;
    this.#kernel = kernel;
    this.#frame = frame;
    this.#zero = zero;
    this.#rows = chromaTaps(height, u!.height, scaleY, chromaOffset(color.chromaLocation, scaleY).y);
    this.#phases = chromaPhases(scaleX, chromaOffset(color.chromaLocation, scaleX).x);
    const bandRows = Math.ceil(mostRows / scaleY) + 2;
    this.#bands = [new PlaneBand(u!, bandRows, room), new PlaneBand(v!, bandRows, room)];
    this.#narrow = room.take(narrowBytes);
    this.#wide = [room.take(narrowBytes * scaleX), room.take(narrowBytes * scaleX)];
  }

  /** Copies what rows [start, end) of luma need. */
  load(start: number, end: number, memory: Uint8Array): void {
    const first = this.#rows.first[start]!;
    const last = this.#rows.second[end - 1]!;
    for (const band of this.#bands) band.load(this.#frame, first, last + 1, memory);
  }

  /** Interpolates for a row of luma: addresses of U and V, in int32, {@link unit} times as large as they are. */
  row(y: number): readonly [u: number, v: number] {
    this.#spread(this.#bands[0], y, this.#wide[0]);
    this.#spread(this.#bands[1], y, this.#wide[1]);
    return this.#wide;
  }

  #spread(band: PlaneBand, y: number, target: number): void {
    const { pixelFormat } = this.#frame.format;
    const { width } = this.#frame.layout.planes[1]!;
    const first = band.rowAt(this.#rows.first[y]!);
    const second = band.rowAt(this.#rows.second[y]!);
    const blend = pixelFormat.bytesPerSample === 1 ? this.#kernel.blend8 : this.#kernel.blend16;
    const narrow = this.#phases.length === 1 ? target : this.#narrow;
    blend(first, second, width, this.#rows.weight[y]! * 8, this.#zero, narrow);
    this.#widen(width, target);
  }

  #widen(width: number, target: number): void {
    const phases = this.#phases;
    if (phases.length === 1) return;
    const source = (sample: number) => this.#narrow + 4 * sample;
    if (phases.length === 2) {
      const [even, odd] = phases as [(typeof phases)[0], (typeof phases)[0]];
      this.#kernel.widenTwice(
        source(even.sample),
        even.eighths,
        source(odd.sample),
        odd.eighths,
        width,
        target,
      );
      return;
    }
    for (const [i, { sample, eighths }] of phases.entries())
      this.#kernel.widenEvery(source(sample), eighths, width, phases.length, target + 4 * i);
  }
}
