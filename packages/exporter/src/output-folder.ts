import { rm, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { temporaryPath, writeDurably } from './temporary-file.ts';

/**
 * Finds out, by writing a file and removing it, whether stills can be written to a folder. A folder that doesn't exist
 * is not created: the nearest one above it is tried.
 *
 * @returns bytes that are free there for this user.
 * @throws FrameSieveError `output-unwritable`.
 */
export async function probeFolder(folder: string): Promise<number> {
  try {
    const existing = await nearestFolder(resolve(folder));
    const probe = temporaryPath(existing);
    await writeDurably(probe, Buffer.from('probe'));
    await rm(probe, { force: true });
    const { bavail, bsize } = await statfs(existing);
    return bavail * bsize;
  } catch (error) {
    throw FrameSieveError.from(error, {
      code: 'output-unwritable',
      message: `Stills can't be written to the folder ${folder}: ${messageOf(error)}.`,
      hint: isFull(error)
        ? 'Free some space, or choose a folder on another disk with --out.'
        : 'Choose another folder with --out, or give this user the right to write there.',
    });
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  if (found?.isDirectory()) return path;
  if (found) throw new Error(`${path} is not a folder`);
  const parent = dirname(path);
  if (parent === path) throw new Error(`${path} does not exist`);
  return nearestFolder(parent);
}
