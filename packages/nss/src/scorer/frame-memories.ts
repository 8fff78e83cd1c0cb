import type { FrameMemory } from '@framesieve/core';

/** Numbers for the memories that frames lie in, for threads that can't compare the objects. A memory is not kept alive by its number. */
export class FrameMemories {
  readonly #numbers = new WeakMap<FrameMemory, number>();
  readonly #memories = new Map<number, WeakRef<FrameMemory>>();
  #last = 0;

  /** The number of a memory; the same one each time. */
  numberOf(memory: FrameMemory): number {
    const known = this.#numbers.get(memory);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(memory, this.#last);
    this.#memories.set(this.#last, new WeakRef(memory));
    return this.#last;
  }

  /** The numbers of memories that are still there, as far as is known, in ascending order. */
  alive(): readonly number[] {
    for (const [number, memory] of this.#memories) if (!memory.deref()) this.#memories.delete(number);
    return [...this.#memories.keys()];
  }
}

/** The part of the global of this name that is used here; only browsers' types declare it. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { Memory: new (limits: never) => FrameMemory };
};

/** Whether it is a memory that can be handed to other threads. */
export function isWasmMemory(memory: FrameMemory | undefined): memory is FrameMemory {
  return memory instanceof WebAssembly.Memory;
}
