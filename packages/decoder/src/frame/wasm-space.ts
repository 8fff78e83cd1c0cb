import type { FrameMemory } from '@framesieve/core';
import { type FrameRoom, type FrameSpace, wholeRoom } from './frame-space.ts';
import { FreeRanges } from './free-ranges.ts';
import { pageBytes, wasm } from './web-assembly.ts';

/** 4 GiB, as much as a 32-bit address reaches. */
const mostPages = 65_536;

/** Room in one shared WebAssembly memory, which grows as it is needed and never shrinks: what comes back is used again. */
export class WasmSpace implements FrameSpace {
  readonly #memory: FrameMemory;
  readonly #free = new FreeRanges();
  #heldBytes = 0;

  /** @throws an error where there is no such memory, e.g. where the process may not reserve enough addresses. */
  constructor() {
    this.#memory = new wasm.Memory({ initial: 0, maximum: mostPages, shared: true });
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  take(byteLength: number): FrameRoom {
    const sizeBytes = wholeRoom(byteLength);
    const start = this.#free.take(sizeBytes) ?? this.#grow(sizeBytes);
    return { bytes: new Uint8Array(this.#memory.buffer, start, byteLength), memory: this.#memory, sizeBytes };
  }

  giveBack({ bytes: { byteOffset }, sizeBytes }: FrameRoom): void {
    this.#free.give(byteOffset, byteOffset + sizeBytes);
  }

  /** Others may grow the memory too, so new pages can lie anywhere behind those that are known. */
  #grow(sizeBytes: number): number {
    const pages = Math.ceil(sizeBytes / pageBytes);
    const start = this.#memory.grow(pages) * pageBytes;
    this.#heldBytes += pages * pageBytes;
    this.#free.give(start, start + pages * pageBytes);
    return this.#free.take(sizeBytes)!;
  }
}
