import type { FrameMemory } from '@framesieve/core';

/** A compiled module. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

/** The part of the global of this name that is used here; only browsers' types declare it. */
export const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => FrameMemory;
    readonly Module: new (code: Uint8Array) => WasmModule;
    readonly Instance: new (
      module: WasmModule,
      imports?: { env: { memory: FrameMemory } },
    ) => { readonly exports: unknown };
    validate(code: Uint8Array): boolean;
    compile(bytes: Uint8Array): Promise<WasmModule>;
  };
};

/** Bytes of a page, the unit that memories grow by. */
export const pageBytes = 65_536;

/** Whether it is a memory that other threads can be given. */
export function isWasmMemory(memory: FrameMemory | undefined): memory is FrameMemory {
  return memory instanceof wasm.Memory;
}
