import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FrameSieveError, messageOf, type Store } from '@framesieve/core';
import { makeFolder } from '@framesieve/models/folders';

/** `create` for calls that write scores; `existing` for those that read them, which they can also where nothing can be written. */
type DatabaseMode = 'create' | 'existing';

/**
 * Checks that the database is there, or that it can be made: then its folder is, too.
 *
 * @throws FrameSieveError `output-unwritable` when its folder can't be made or written to, `nothing-stored` when it
 * does not exist and must.
 */
export async function checkDatabase(location: string, mode: DatabaseMode): Promise<void> {
  if (location === ':memory:') return;
  if (mode === 'create') await ensureWritable(dirname(location));
  else await access(location).catch(error => Promise.reject(noDatabase(location, error)));
}

/** Whether there is a database already. */
export async function isStored(location: string): Promise<boolean> {
  if (location === ':memory:') return false;
  return access(location).then(
    () => true,
    () => false,
  );
}

/**
 * Opens the database, and makes it when it may be created.
 *
 * @throws FrameSieveError as {@link checkDatabase}, or what the store says of it.
 */
export async function openDatabase(location: string, mode: DatabaseMode): Promise<Store> {
  await checkDatabase(location, mode);
  const { openStore } = await import('@framesieve/store');
  return location === ':memory:' ? openStore(location) : openStore(location, { mode });
}

/**
 * Makes a folder unless it is there, and checks that files can be made in it.
 *
 * @throws FrameSieveError `output-unwritable`.
 */
export async function ensureWritable(folder: string): Promise<void> {
  const { W_OK, X_OK } = (await import('node:fs')).constants;
  try {
    await makeFolder(folder);
    await access(folder, W_OK | X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      EACCES: 'permission denied',
      EPERM: 'permission denied',
      EROFS: 'the file system is read-only',
      EEXIST: 'a file of that name is in the way',
      ENOTDIR: 'a file is in the way',
      ENOSPC: 'the disk is full',
    };
    throw new FrameSieveError({
      code: 'output-unwritable',
      message: `The output folder "${folder}" can't be written to: ${reasons[code ?? ''] ?? messageOf(error)}.`,
      hint: 'Choose another folder with --out, or give yourself write permission.',
      cause: error,
    });
  }
}

function noDatabase(location: string, cause: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'nothing-stored',
    message: `There is no database "${location}".`,
    hint: 'Score the video first with `framesieve score`, or name the database with --db.',
    cause,
  });
}
