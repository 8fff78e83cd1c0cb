import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A hash of the generator's own source and of which FFmpeg libraries it encodes with. */
export async function generatorVersion(): Promise<string> {
  const sources = (await readdir(import.meta.dirname, { recursive: true }))
    .filter(name => /(?<!\.test)\.[jt]s$/.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const source of sources) hash.update(await readFile(join(import.meta.dirname, source)));
  const libraries = createRequire(import.meta.url).resolve('node-av/lib');
  return hash.update(libraries).digest('hex');
}
