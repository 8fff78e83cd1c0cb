import type { Frame, PlaneLayout } from '@framesieve/core';
import type { KernelRoom } from './kernel-room.ts';

/** A copy of some rows of a plane in the memory of a kernel. */
export class PlaneBand {
  readonly #plane: PlaneLayout;
  readonly #address: number;
  #first = 0;

  /** @param mostRows rows that there is to be room for. */
  constructor(plane: PlaneLayout, mostRows: number, room: KernelRoom) {
    this.#plane = plane;
    this.#address = room.take(mostRows * plane.stride);
  }

  /** Copies rows [first, end). */
  load({ bytes }: Pick<Frame, 'bytes'>, first: number, end: number, memory: Uint8Array): void {
    const { offset, stride } = this.#plane;
    memory.set(bytes.subarray(offset + first * stride, offset + end * stride), this.#address);
    this.#first = first;
  }

  /** The address of a row, of those that were copied. */
  rowAt(y: number): number {
    return this.#address + (y - this.#first) * this.#plane.stride;
  }
}
