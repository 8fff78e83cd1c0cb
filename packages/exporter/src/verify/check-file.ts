import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@framesieve/core';
import type { ManifestStill } from '../manifest-schema.ts';
import { sha256Of } from '../place-file.ts';
import { type Check, failed, passed } from './check.ts';

/** Checks that a still's file is the one that was written, and that it decodes as what the manifest says of it. */
export async function checkFile(folder: string, still: ManifestStill): Promise<Check> {
  const bytes = await readFile(join(folder, still.file)).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error)
    return failed(bytes.code === 'ENOENT' ? 'it is missing' : `it can't be read: ${messageOf(bytes)}`);
  const problems = [
    sha256Of(bytes) === still.sha256 ? null : 'it was changed since it was written: its SHA-256 is another',
    await pictureProblem(bytes, still).catch(error => `it can't be decoded: ${messageOf(error)}`),
  ].filter(problem => problem !== null);
  return problems.length === 0 ? passed : failed(problems.join('; '));
}

async function pictureProblem(bytes: Buffer, still: ManifestStill): Promise<string | null> {
  const { default: sharp } = await import('sharp');
  const picture = sharp(bytes, { failOn: 'warning', limitInputPixels: false });
  const { info } = await picture.raw().toBuffer({ resolveWithObject: true });
  if (info.width === still.width && info.height === still.height) return null;
  return `it has ${info.width}×${info.height} pixels instead of ${still.width}×${still.height}`;
}
