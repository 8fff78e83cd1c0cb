/** Something kept for each of several memories. */
interface Kept<Kernel> {
  readonly kernel: Promise<Kernel>;
  usedAt: number;
}

/** Uses of others after which a kernel is forgotten: many times as often as any of the memories in use comes up. */
const mostOtherUses = 1000;

/**
 * The kernels of one thread by the numbers of the memories that they work in. Each has taken room in its memory, which it
 * can't give back, and keeps that memory alive: so one is kept as long as its memory is in use, and forgotten when it is said
 * to be gone, or others have been used a thousand times since.
 */
export class KeptKernels<Kernel> {
  readonly #kept = new Map<number, Kept<Kernel>>();
  #uses = 0;

  get size(): number {
    return this.#kept.size;
  }

  /** The kernel of a memory, made where there is none. */
  async get(number: number, alive: readonly number[], make: () => Promise<Kernel>): Promise<Kernel> {
    this.#uses += 1;
    const kept = this.#kept.get(number) ?? { kernel: make(), usedAt: 0 };
    kept.usedAt = this.#uses;
    this.#kept.set(number, kept);
    if (this.#kept.size > 1) this.#forget(alive);
    try {
      return await kept.kernel;
    } catch (error) {
      this.#kept.delete(number);
      throw error;
    }
  }

  #forget(alive: readonly number[]): void {
    const inUse = new Set(alive);
    for (const [number, { usedAt }] of this.#kept) {
      if (!inUse.has(number) || this.#uses - usedAt > mostOtherUses) this.#kept.delete(number);
    }
  }
}
