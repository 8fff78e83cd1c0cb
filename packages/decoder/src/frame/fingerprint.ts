import { readFile } from 'node:fs/promises';
import type { FrameMemory } from '@framesieve/core';
import { pageBytes, type WasmModule, wasm } from './web-assembly.ts';

/** XXH64 with seed 0, unsigned, of so many bytes of a memory, from an address on. */
export type MemoryHash = (address: number, byteLength: number) => bigint;

/** A memory with its hash function. */
interface HashedMemory {
  readonly memory: FrameMemory;
  readonly hash: MemoryHash;
}

/** Hashes bytes: where they lie, if that is a WebAssembly memory. */
export class Fingerprint {
  readonly #module: WasmModule;
  #copy: HashedMemory | null = null;

  private constructor(module: WasmModule) {
    this.#module = module;
  }

  /** Loads the hash function. */
  static async load(): Promise<Fingerprint> {
    const code = await readFile(new URL('../../wasm/xxh64.wasm', import.meta.url));
    return new Fingerprint(await wasm.compile(code));
  }

  /** The hash function of a memory; nothing in it is changed. What it returns keeps the memory alive. */
  within(memory: FrameMemory): MemoryHash {
    const { exports } = new wasm.Instance(this.#module, { env: { memory } });
    const { xxh64 } = exports as { xxh64(address: number, byteLength: number): bigint };
    return (address, byteLength) => BigInt.asUintN(64, xxh64(address, byteLength));
  }

  /** XXH64 with seed 0, unsigned, of bytes anywhere; they are copied into a memory as large as the most there have been. */
  of(bytes: Uint8Array): bigint {
    const { byteLength } = bytes;
    if (!this.#copy || this.#copy.memory.buffer.byteLength < byteLength)
      this.#copy = this.#newCopy(byteLength);
    new Uint8Array(this.#copy.memory.buffer).set(bytes);
    return this.#copy.hash(0, byteLength);
  }

  #newCopy(byteLength: number): HashedMemory {
    const pages = Math.ceil(byteLength / pageBytes);
    const memory = new wasm.Memory({ initial: pages, maximum: pages, shared: true });
    return { memory, hash: this.within(memory) };
  }
}
