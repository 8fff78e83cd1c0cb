import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

const folder = join(import.meta.dirname, '..', 'assembly');

/** The modules, each with the options of its own: `xxh64` works in the memory that frames lie in, the others in one of their own. */
const options = {
  xxh64: ['--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'],
  detail: ['--initialMemory', '2', '--enable', 'simd'],
  rgb: ['--initialMemory', '1', '--enable', 'simd'],
} as const;

/** The name of a module. */
export type WasmName = keyof typeof options;

export const wasmNames = Object.keys(options) as readonly WasmName[];

/**
 * Compiles a module. It has no data and no heap.
 *
 * @throws Error with what the compiler says.
 */
export async function compileWasm(name: WasmName): Promise<Uint8Array> {
  let code: Uint8Array | null = null;
  const { error, stderr } = await main(
    [
      `${name}.ts`,
      ...['--outFile', `${name}.wasm`, '-O3', '--noAssert', '--runtime', 'stub'],
      ...options[name],
    ],
    {
      readFile: file => readFile(join(folder, file), 'utf8').catch(() => null),
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') code = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !code) throw new Error(`${name} doesn't compile: ${stderr.toString()}`, { cause: error });
  return code;
}
