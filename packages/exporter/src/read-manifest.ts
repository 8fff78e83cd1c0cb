import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameSieveError } from '@framesieve/core';
import type { Manifest } from './manifest-schema.ts';

/** Name of the manifest in a folder of stills. */
export const manifestName = 'manifest.json';

/**
 * Reads the manifest that earlier exports left in a folder, without the stills that are gone since.
 *
 * @param overwrite `true` passes over a file that is not such a manifest, as if there were none.
 * @returns `null` when there is none.
 * @throws FrameSieveError `output-exists` when a file of that name is not a manifest that this version understands.
 */
export async function readManifest(folder: string, overwrite: boolean): Promise<Manifest | null> {
  const path = join(folder, manifestName);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw foreign(path, error);
  });
  if (text === null) return null;
  const { manifestSchema } = await import('./manifest-schema.ts');
  const { success, data: manifest, error } = manifestSchema.safeParse(parseJson(text));
  if (!success) {
    if (overwrite) return null;
    throw foreign(path, error);
  }
  const present = await Promise.all(manifest.stills.map(still => isFile(join(folder, still.file))));
  return { ...manifest, stills: manifest.stills.filter((_, i) => present[i]) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found?.isFile() ?? false;
}

function foreign(path: string, cause: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'output-exists',
    message: `${path} is in the way: it is not a manifest that this version understands.`,
    hint: 'Choose another folder, or move that file away, or use --overwrite to replace it.',
    cause,
  });
}
