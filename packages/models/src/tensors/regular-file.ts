import { stat } from 'node:fs/promises';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { BadFile, nameFile } from './bad-file.ts';

/** Length of a file in bytes. @throws BadFile when it is none, or empty. */
export async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path);
  const hint = 'Give the path of the file.';
  if (stats.isDirectory()) throw new BadFile('is a folder, not a file', { hint });
  if (!stats.isFile()) throw new BadFile('is not a regular file', { hint });
  if (stats.size === 0) throw new BadFile('is empty (0 bytes)');
  return stats.size;
}

/** Makes whatever went wrong with reading a file an error that names the file; what is not about the file stays what it is. */
export function readingError(path: string, error: unknown): unknown {
  return nameFile(path, isSystemError(error) ? openingError(error) : error);
}

/** Whether the operating system refused something. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && !FrameSieveError.isInstance(error) && 'syscall' in error;
}

/** Says why a file could not be opened or read. */
function openingError(cause: NodeJS.ErrnoException): BadFile {
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
    return new BadFile('does not exist', { hint: 'Check the path.', cause });
  if (cause.code === 'EACCES' || cause.code === 'EPERM')
    return new BadFile('may not be read: permission denied', {
      hint: 'Give yourself read permission for the file.',
      cause,
    });
  return new BadFile(`can't be read: ${messageOf(cause)}`, { hint: 'Check the path and the disk.', cause });
}
