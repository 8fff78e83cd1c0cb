import { readFile } from 'node:fs/promises';
import { FrameSieveError } from '@framesieve/core/thread';
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

/** A module whose one function makes four lanes of its argument, and gives the first of them back. */
const lanes = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x06, 0x01, 0x60, 0x01, 0x7d, 0x01, 0x7d, 0x03, 0x02, 0x01, 0x00],
  // f32x4.extract_lane 0 (f32x4.splat a)
  ...[0x0a, 0x0b, 0x01, 0x09, 0x00, 0x20, 0x00, 0xfd, 0x13, 0xfd, 0x1f, 0x00, 0x0b],
);

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
 * `nss-unfused`; `null` where WebAssembly has no lanes at all: then models are computed by their graphs.
 */
export function chooseKernel(): KernelName | null {
  if (!wasm.validate(lanes)) return null;
  if (!wasm.validate(probe)) return 'nss-unfused';
  const { exports } = new wasm.Instance(new wasm.Module(probe));
  const { f: multiplyAdd } = exports as { f(a: number, b: number, c: number): number };
  const a = 1 + 2 ** -12;
  return multiplyAdd(a, a, -Math.fround(a * a)) === 2 ** -24 ? 'nss' : 'nss-unfused';
}

/**
 * The form that {@link chooseKernel} chooses.
 *
 * @throws FrameSieveError `metric-unavailable` where this machine runs none.
 */
export function requireKernel(): KernelName {
  const name = chooseKernel();
  if (name !== null) return name;
  throw new FrameSieveError({
    code: 'metric-unavailable',
    message: "The kernel of NIQE and BRISQUE needs WebAssembly's SIMD, which this machine doesn't have.",
    hint: 'Have the graph in the model file run instead, with `--kernel onnx`.',
  });
}

/**
 * Compiles a form of the kernel.
 *
 * @throws as {@link requireKernel}.
 */
export async function loadKernel(name: KernelName = requireKernel()): Promise<KernelCode> {
  const bytes = await readFile(new URL(`../../wasm/${name}.wasm`, import.meta.url));
  return { name, module: await wasm.compile(bytes) };
}
