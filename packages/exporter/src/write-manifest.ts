import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameSieveError, messageOf } from '@framesieve/core';
import type { Manifest } from './manifest-schema.ts';
import { manifestName } from './read-manifest.ts';
import { removeTemporary, syncFolder, temporaryPath, writeDurably } from './temporary-file.ts';

/**
 * Replaces the manifest of a folder atomically.
 *
 * @throws FrameSieveError `export-failed`.
 */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const temporary = temporaryPath(folder);
  try {
    await writeDurably(temporary, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
    await rename(temporary, join(folder, manifestName));
    await syncFolder(folder);
  } catch (error) {
    throw FrameSieveError.from(error, {
      code: 'export-failed',
      message: `The manifest of the stills in ${folder} could not be written: ${messageOf(error)}.`,
      hint: 'Make room there and export again: stills that are there already are kept.',
    });
  } finally {
    await removeTemporary(temporary);
  }
}
