/** Compiles the kernel from `assembly/` to `wasm/`: node --conditions=@framesieve/source packages/nss/scripts/build-kernel.ts */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kernelNames } from '../src/kernel/kernel-code.ts';
import { compileKernel } from './compile-kernel.ts';

const folder = join(import.meta.dirname, '..', 'wasm');
await mkdir(folder, { recursive: true });
for (const name of kernelNames) {
  const code = await compileKernel(name);
  await writeFile(join(folder, `${name}.wasm`), code);
  console.log(`${name}.wasm: ${code.length} bytes`);
}
