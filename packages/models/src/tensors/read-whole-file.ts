import { type FileHandle, open } from 'node:fs/promises';
import { BadFile } from './bad-file.ts';
import { readingError, sizeOf } from './regular-file.ts';

/** No file of parameters that has to be read whole comes near. */
const sizeLimit = 2 ** 28;

/**
 * Reads a file of parameters that has no table of contents: MATLAB's, or text.
 *
 * @throws FrameSieveError `model-invalid` when there is no such file, or it is empty, too long to be one (256 MiB) or unreadable.
 */
export async function readWholeFile(path: string): Promise<Buffer> {
  let handle: FileHandle | null = null;
  try {
    const size = await sizeOf(path);
    if (size > sizeLimit) throw new BadFile(`is no file of parameters: it has ${size} bytes`);
    handle = await open(path);
    return await handle.readFile();
  } catch (error) {
    throw readingError(path, error);
  } finally {
    await handle?.close();
  }
}
