import type { FrameMemory } from '@framesieve/core';
import { type KernelName, loadKernel } from '../src/kernel/kernel-code.ts';
import type { Assembly } from '../src/kernel/nss-kernel.ts';
import { wasm } from '../src/kernel/web-assembly.ts';

/** A form of the kernel in a memory of its own, without what `NssKernel` makes of it. */
export async function openAssembly(
  name: KernelName,
  pages: number,
): Promise<{ readonly assembly: Assembly; readonly memory: FrameMemory }> {
  const memory = new wasm.Memory({ initial: pages, maximum: 65_536, shared: true });
  const { module } = await loadKernel(name);
  const { exports } = new wasm.Instance(module, { env: { memory } });
  return { assembly: exports as Assembly, memory };
}
