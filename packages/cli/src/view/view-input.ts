import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FrameSieveError, isUrl } from '@framesieve/core';

/** What is to be looked at: one video of the usual database, or all that a database holds. */
export interface ViewInput {
  /** Absolute path of a video, or its address; `null` for none. */
  readonly video: string | null;
  /** Absolute path of a database that was named; `null` for the usual one. */
  readonly database: string | null;
}

/** The first bytes of every SQLite database. */
const magic = 'SQLite format 3\0';

/**
 * Finds out whether a video or a database was named.
 *
 * @throws FrameSieveError `input-missing` or `input-unreadable`.
 */
export async function readViewInput(text: string | undefined, cwd: string): Promise<ViewInput> {
  if (text === undefined) return { video: null, database: null };
  if (isUrl(text)) return { video: text, database: null };
  const path = resolve(cwd, text);
  return (await isDatabase(path)) ? { video: null, database: path } : { video: path, database: null };
}

async function isDatabase(path: string): Promise<boolean> {
  // Numbered pictures are named by a pattern, which no file is called: whoever identifies the video says what is wrong with it.
  const file = await open(path).catch(() => null);
  if (!file) return false;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(magic.length), 0, magic.length, 0);
    return bytesRead === magic.length && buffer.toString('latin1') === magic;
  } catch (cause) {
    throw new FrameSieveError({
      code: 'input-unreadable',
      message: `"${path}" can't be read.`,
      hint: 'Name a video that has been scored, or a database.',
      cause,
    });
  } finally {
    await file.close();
  }
}
