import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { FrameSieveError, isUrl } from '@framesieve/core';

/**
 * Makes sure that none of the files to be written is the video itself, by whatever path or link it is reached.
 *
 * @throws FrameSieveError `usage`.
 */
export async function refuseSource(source: string, targets: readonly string[]): Promise<void> {
  if (isUrl(source)) return;
  const original = await stat(source, { bigint: true }).catch(() => null);
  for (const target of targets) {
    const found = await stat(target, { bigint: true }).catch(() => null);
    const same = found && original && found.dev === original.dev && found.ino === original.ino;
    if (!same && target !== resolve(source)) continue;
    throw new FrameSieveError({
      code: 'usage',
      message: `${basename(target)} would be written over the video itself, ${source}.`,
      hint: 'Choose another folder or file name template.',
    });
  }
}
