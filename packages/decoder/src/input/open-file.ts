import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { FrameSieveError, messageOf } from '@framesieve/core';

// A pipe that nobody writes to would be waited for without end; Windows has no such flag, and no such pipes.
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file that holds something.
 *
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty`.
 */
export async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, readWithoutWaiting).catch((error: NodeJS.ErrnoException) => {
    throw openingError(path, error);
  });
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) {
      throw new FrameSieveError({
        code: 'input-unreadable',
        message: `"${path}" is a folder, not a video.`,
        hint: 'Give the path of a video file.',
      });
    }
    if (!stats.isFile()) {
      throw new FrameSieveError({
        code: 'input-unreadable',
        message: `"${path}" is not a regular file.`,
        hint: 'Save the video to a file first: it is read more than once.',
      });
    }
    if (stats.size === 0) {
      throw new FrameSieveError({
        code: 'input-empty',
        message: `"${path}" is empty (0 bytes).`,
        hint: 'Copy or download the video again.',
      });
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function openingError(path: string, error: NodeJS.ErrnoException): FrameSieveError {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return new FrameSieveError({
      code: 'input-missing',
      message: `There is no file "${path}".`,
      // Bytes of a name that are not UTF-8 come as this character, by which the file is not found again.
      hint: path.includes('\uFFFD')
        ? 'Its name seems to hold bytes that are not UTF-8, which can not be passed on: rename the file.'
        : 'Check the path.',
      cause: error,
    });
  }
  const forbidden = error.code === 'EACCES' || error.code === 'EPERM';
  return new FrameSieveError({
    code: 'input-unreadable',
    message: forbidden
      ? `"${path}" may not be read: permission denied.`
      : `"${path}" can't be opened: ${messageOf(error)}.`,
    hint: forbidden ? 'Give yourself read permission for the file.' : 'Check the path and the disk.',
    cause: error,
  });
}
