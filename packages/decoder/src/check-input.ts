import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { FrameSieveError, messageOf } from '@framesieve/core';

// A pipe that nobody writes to would be waited for without end; Windows has no such flag, and no such pipes.
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Checks that a path leads to a file that can be read and holds something, before any decoder is tried.
 *
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty`.
 */
export async function checkInput(path: string): Promise<void> {
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
  } finally {
    await file.close();
  }
}

function openingError(path: string, error: NodeJS.ErrnoException): FrameSieveError {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return new FrameSieveError({
      code: 'input-missing',
      message: `There is no file "${path}".`,
      hint: 'Check the path.',
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
