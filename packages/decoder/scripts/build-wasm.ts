/** Compiles what is in `assembly/` to `wasm/`: node packages/decoder/scripts/build-wasm.ts */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileWasm, wasmNames } from './compile-wasm.ts';

const folder = join(import.meta.dirname, '..', 'wasm');
await mkdir(folder, { recursive: true });
for (const name of wasmNames) {
  const code = await compileWasm(name);
  await writeFile(join(folder, `${name}.wasm`), code);
  console.log(`${name}.wasm: ${code.length} bytes`);
}
