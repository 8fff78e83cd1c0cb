import { readFile, writeFile } from 'node:fs/promises';

/** Writes files one behind the other, byte for byte: what players of transport streams get when stations change. */
export async function appendFiles(path: string, files: readonly string[]): Promise<void> {
  await writeFile(path, Buffer.concat(await Promise.all(files.map(file => readFile(file)))));
}
