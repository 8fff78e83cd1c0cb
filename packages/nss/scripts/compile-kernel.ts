import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import type { KernelName } from '../src/kernel/kernel-code.ts';

const folder = join(import.meta.dirname, '..', 'assembly');

/** The features of WebAssembly that each form of the kernel uses. */
const features: Readonly<Record<KernelName, string>> = {
  nss: 'simd,threads,relaxed-simd',
  'nss-unfused': 'simd,threads',
};

/**
 * Compiles a form of the kernel. It has no data of its own, no heap and no globals that change, so that any number of them can work
 * in one memory; addresses below 1 KiB are none of its pointers, which lets constants become part of an access.
 *
 * @throws Error with what the compiler says.
 */
export async function compileKernel(name: KernelName): Promise<Uint8Array> {
  let code: Uint8Array | null = null;
  const { error, stderr } = await main(
    [
      'index.ts',
      ...['--outFile', 'kernel.wasm', '-O3', '--noAssert', '--lowMemoryLimit', '1024'],
      ...['--runtime', 'stub', '--importMemory', '--sharedMemory', '--maximumMemory', '65536'],
      ...['--enable', features[name]],
    ],
    {
      readFile: file => readFile(join(folder, file), 'utf8').catch(() => null),
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') code = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !code)
    throw new Error(`The kernel ${name} doesn't compile: ${stderr.toString()}`, { cause: error });
  return code;
}
