import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { modelsFolder } from '../models-folder.ts';

const idPattern = /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/;

/**
 * Checks that a text is a metric id, `family/parameters` of lower-case letters, digits and dashes.
 *
 * @throws FrameSieveError `usage`.
 */
export function checkModelId(id: string): void {
  if (idPattern.test(id)) return;
  throw new FrameSieveError({
    code: 'usage',
    message: `Expected a model id such as \`niqe/mine\` but received "${id}".`,
    hint: 'An id is `family/parameters`: lower-case letters, digits and dashes.',
  });
}

/** Where a model lies, or would lie, in the folder of installed models. */
export function installedFile(folder: string, id: string): string {
  checkModelId(id);
  return join(folder, `${id}.onnx`);
}

/**
 * Ids of the models in a folder, in order; none where there is no such folder.
 *
 * @throws FrameSieveError `input-unreadable` when the folder can't be looked into.
 */
export async function listIds(folder: string): Promise<readonly string[]> {
  const options = { recursive: true, withFileTypes: true } as const;
  const entries = await readdir(folder, options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new FrameSieveError({
      code: 'input-unreadable',
      message: `The folder of installed models "${folder}" can't be looked into: ${messageOf(error)}`,
      hint: 'Make it readable, or choose another folder with FRAMESIEVE_HOME.',
      cause: error,
    });
  });
  return entries
    .filter(entry => entry.name.endsWith('.onnx') && !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .map(name => name.replaceAll('\\', '/').slice(0, -'.onnx'.length))
    .filter(id => idPattern.test(id))
    .sort();
}

/** Ids of all installed models; none where the user has no folder of its own, or may not look into it. */
export async function installedIds(home?: string): Promise<readonly string[]> {
  try {
    return await listIds(modelsFolder(home));
  } catch {
    return [];
  }
}

/**
 * Path of an installed model; `null` when it isn't installed, or nothing can be: the user has no folder of its own.
 *
 * @param home folder that models are kept in, by default the one that {@link frameSieveHome} gives.
 */
export async function findInstalledModel(id: string, home?: string): Promise<string | null> {
  let folder: string;
  try {
    folder = modelsFolder(home);
  } catch {
    return null;
  }
  const file = installedFile(folder, id);
  return (await stat(file).catch(() => null))?.isFile() ? file : null;
}
