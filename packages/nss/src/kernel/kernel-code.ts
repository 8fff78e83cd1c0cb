import { readFile } from 'node:fs/promises';
import { type WasmModule, wasm } from './web-assembly.ts';

/**
 * The forms of the kernel, the fastest first: with multiplying and adding fused, and without. A name is stored with scores: the same
 * name stands for the same results, to the last bit, on every machine.
 */
export const kernelNames = ['nss', 'nss-unfused'] as const;

/** A form of the kernel. */
export type KernelName = (typeof kernelNames)[number];

/** The kernel in one of its forms. */
export interface KernelCode {
  readonly name: KernelName;
  readonly module: WasmModule;
}

/** A module whose one function multiplies and adds its arguments, in lanes. */
const probe = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // One function (f32, f32, f32) → f32, exported as "f".
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7d, 0x7d, 0x7d, 0x01, 0x7d, 0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
  // f32x4.extract_lane 0 (f32x4.relaxed_madd (splat a) (splat b) (splat c))
  ...[0x0a, 0x16, 0x01, 0x14, 0x00, 0x20, 0x00, 0xfd, 0x13, 0x20, 0x01, 0xfd, 0x13, 0x20, 0x02, 0xfd, 0x13],
  ...[0xfd, 0x85, 0x02, 0xfd, 0x1f, 0x00, 0x0b],
);

/**
 * The fastest form that this machine runs: `nss` where multiplying and adding is one operation that rounds once, else
 * `nss-unfused`.
 */
export function chooseKernel(): KernelName {
  if (!wasm.validate(probe)) return 'nss-unfused';
  const { exports } = new wasm.Instance(new wasm.Module(probe));
  const { f: multiplyAdd } = exports as { f(a: number, b: number, c: number): number };
  const a = 1 + 2 ** -12;
  return multiplyAdd(a, a, -Math.fround(a * a)) === 2 ** -24 ? 'nss' : 'nss-unfused';
}

/** Compiles a form of the kernel. */
export async function loadKernel(name: KernelName = chooseKernel()): Promise<KernelCode> {
  const bytes = await readFile(new URL(`../../wasm/${name}.wasm`, import.meta.url));
  return { name, module: await wasm.compile(bytes) };
}
