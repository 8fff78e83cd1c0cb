import { FrameSieveError } from '@framesieve/core';
import { runCommand } from './run-command.ts';

/** OpenCV as it is installed on this machine. */
export interface SystemOpenCv {
  readonly version: string;
  /** Folders with its headers. */
  readonly includes: readonly string[];
  /** Folder with its libraries. */
  readonly libraries: string;
}

/**
 * Asks pkg-config for OpenCV 4.
 *
 * @throws FrameSieveError `decoder-unavailable` when it is not there.
 */
export async function findSystemOpenCv(signal: AbortSignal): Promise<SystemOpenCv> {
  const ask = async (...args: string[]) =>
    (await runCommand('pkg-config', [...args, 'opencv4'], { signal })).trim();
  try {
    const version = await ask('--modversion');
    const includes = (await ask('--cflags-only-I')).split(/\s+/).map(flag => flag.replace(/^-I/, ''));
    return { version, includes: includes.filter(Boolean), libraries: await ask('--variable=libdir') };
  } catch (cause) {
    signal.throwIfAborted();
    throw new FrameSieveError({
      code: 'decoder-unavailable',
      message: "OpenCV's headers were not found: pkg-config doesn't know `opencv4`.",
      hint: 'Install them: `apt-get install libopencv-dev pkg-config` on Debian and Ubuntu, `brew install opencv pkgconf` on macOS.',
      cause,
    });
  }
}
