import type { FrameMemory } from '@framesieve/core';

/** A compiled module; threads can hand it to one another. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

/** The part of the global of this name that is used here; only browsers' types declare it. */
export const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => FrameMemory;
    readonly Module: new (bytes: Uint8Array) => WasmModule;
    readonly Instance: new (
      module: WasmModule,
      imports?: { env: { memory: FrameMemory } },
    ) => { readonly exports: unknown };
    validate(bytes: Uint8Array): boolean;
    compile(bytes: Uint8Array): Promise<WasmModule>;
  };
};
