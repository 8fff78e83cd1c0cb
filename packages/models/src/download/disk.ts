import { statfs } from 'node:fs/promises';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { formatSize } from './format-size.ts';

/** What is written, for messages. */
export interface DiskPlace {
  readonly name: string;
  readonly folder: string;
  /** Length that the file will have; `null` when not known. */
  readonly bytes: number | null;
}

const chooseFolder = 'or choose another folder with the environment variable FRAMESIEVE_HOME.';

/**
 * Does something with files of a place.
 *
 * @throws FrameSieveError `download-failed` for what the system answers; other errors pass through.
 */
export async function onDisk<T>(place: DiskPlace, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw isSystemError(error) ? diskError(place, error) : error;
  }
}

/** Errors of the system have a number; whatever else is thrown is not about the disk. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'errno' in error;
}

function diskError({ name, folder, bytes }: DiskPlace, error: NodeJS.ErrnoException): FrameSieveError {
  const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  const needed = bytes === null ? 'an unknown number of bytes' : formatSize(bytes);
  return new FrameSieveError({
    code: 'download-failed',
    message: full
      ? `${name} can't be written to ${folder}: the disk is full, and the file needs ${needed} in all.`
      : `${name} can't be written to ${folder}: ${messageOf(error)}.`,
    hint: full ? `Free some space there, ${chooseFolder}` : `Make the folder writable, ${chooseFolder}`,
    cause: error,
  });
}

/**
 * Refuses what can't fit.
 *
 * @param present bytes of the file that lie there already.
 * @throws FrameSieveError `download-failed`, with figures. An unknown length always fits, and so does any where the file
 *   system doesn't say what is free.
 */
export async function assertSpace(place: DiskPlace, present: number): Promise<void> {
  if (place.bytes === null) return;
  const { bavail, bsize, blocks } = await onDisk(place, () => statfs(place.folder));
  const missing = place.bytes - present;
  if (blocks === 0 || bavail * bsize >= missing) return;
  throw new FrameSieveError({
    code: 'download-failed',
    message: `${place.name} does not fit into ${place.folder}: ${formatSize(missing)} are needed there, ${formatSize(bavail * bsize)} are free.`,
    hint: `Free some space there, ${chooseFolder}`,
  });
}
