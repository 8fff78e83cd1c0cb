import { lstat, mkdir, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { placeFile, sha256Of } from './place-file.ts';
import { refuseSource } from './refuse-source.ts';
import { removeTemporary, temporaryPath, writeDurably } from './temporary-file.ts';

const headBytes = 65_536;

/** How a file beside the stills is written. */
export interface WriteBesideOptions {
  /** Path or address of the video, which is never written to. */
  readonly source: string;
  /** Whether another file of that name is replaced. */
  readonly overwrite: boolean;
  /**
   * Whether a file of that name was written by the same program before, by its first 64 KiB: that is replaced anyhow.
   */
  isOwn(head: Uint8Array): boolean;
}

/**
 * Writes a further file into the folder of the stills, whole or not at all.
 *
 * @param name file name in the folder.
 * @returns its absolute path.
 * @throws FrameSieveError `output-exists` when another file of that name is there, `usage` when it is the video itself,
 * `export-failed` when it can't be written.
 */
export async function writeBeside(
  folder: string,
  name: string,
  bytes: Uint8Array,
  { source, overwrite, isOwn }: WriteBesideOptions,
): Promise<string> {
  const path = join(resolve(folder), name);
  const temporary = temporaryPath(resolve(folder));
  await refuseSource(source, [path]);
  try {
    await mkdir(folder, { recursive: true });
    const head = overwrite ? null : await headOf(path);
    await writeDurably(temporary, bytes);
    await placeFile(temporary, path, sha256Of(bytes), overwrite || (head !== null && isOwn(head)));
    return path;
  } catch (error) {
    throw FrameSieveError.from(error, {
      code: 'export-failed',
      message: `${name} could not be written to ${folder}: ${messageOf(error)}.`,
      hint: 'Make room there, or choose another folder with --out, and export again.',
    });
  } finally {
    await removeTemporary(temporary);
  }
}

/** The first bytes of a regular file; `null` when there is none, or it can't be read. */
async function headOf(path: string): Promise<Uint8Array | null> {
  const found = await lstat(path).catch(() => null);
  if (!found?.isFile()) return null;
  const file = await open(path).catch(() => null);
  if (!file) return null;
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(headBytes) });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
