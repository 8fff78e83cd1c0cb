import { createHash } from 'node:crypto';
import { link, lstat, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { FrameSieveError } from '@framesieve/core';
import { syncFolder } from './temporary-file.ts';

/** SHA-256 of bytes, in hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of a regular file, in hex; `null` when there is none that can be read. */
export async function sha256OfFile(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null);
  return bytes && sha256Of(bytes);
}

/**
 * Gives a finished temporary file its final name. Without `overwrite`, a file that is there stays: the very same one
 * counts as placed, another is an error. The temporary name may remain, for the caller to remove.
 *
 * @returns `placed`, or `kept` when the same file was there.
 */
export async function placeFile(
  temporary: string,
  path: string,
  sha256: string,
  overwrite: boolean,
): Promise<'placed' | 'kept'> {
  if (overwrite) {
    await rename(temporary, path);
  } else if (!(await placeNew(temporary, path))) {
    if ((await sha256OfFile(path)) === sha256) return 'kept';
    throw new FrameSieveError({
      code: 'output-exists',
      message: `${basename(path)} was not written: another file of that name is in ${dirname(path)}.`,
      hint: 'Move it away, choose another folder or template, or use --overwrite.',
    });
  }
  await syncFolder(dirname(path));
  return 'placed';
}

/** Places a file where there is none; `false` when there is one. A hard link can't replace a file, a rename would. */
async function placeNew(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    await unlink(temporary);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // No hard links on this file system (FAT, some network shares): look, then rename.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error;
    if (await lstat(path).catch(() => null)) return false;
    await rename(temporary, path);
    return true;
  }
}
