import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';
import { FrameSieveError } from '@framesieve/core';

/** Where a program runs, as far as it decides on folders. */
export interface HomeSurroundings {
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
  /** The user's own folder; throws or gives an empty text when there is none. */
  userFolder(): string;
}

/**
 * The folder where FrameSieve keeps what it can get again: installed models and downloads.
 *
 * It is `FRAMESIEVE_HOME` if that is set (a relative path starts at the working directory), else the place for caches:
 * `~/Library/Caches/framesieve` on macOS, `%LOCALAPPDATA%\framesieve\Cache` on Windows, and elsewhere
 * `$XDG_CACHE_HOME/framesieve`, by default `~/.cache/framesieve`. As the XDG Base Directory Specification demands, an
 * `XDG_CACHE_HOME` that is not absolute is not heeded. The folder need not exist.
 *
 * @throws FrameSieveError `usage` when `FRAMESIEVE_HOME` is not set and the user has no folder.
 */
export function frameSieveHome(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  surroundings: Partial<HomeSurroundings> = {},
): string {
  const { platform = process.platform, cwd, userFolder = homedir } = surroundings;
  const path = platform === 'win32' ? win32 : posix;
  const { FRAMESIEVE_HOME: named, LOCALAPPDATA: local, XDG_CACHE_HOME: caches } = environment;
  if (named) return cwd === undefined ? path.resolve(named) : path.resolve(cwd, named);
  if (platform === 'win32' && local && path.isAbsolute(local)) return path.join(local, 'framesieve', 'Cache');
  if (platform !== 'win32' && platform !== 'darwin' && caches && path.isAbsolute(caches)) {
    return path.join(caches, 'framesieve');
  }
  const home = findUserFolder(userFolder);
  if (home === null || !path.isAbsolute(home)) {
    throw new FrameSieveError({
      code: 'usage',
      message: 'There is no folder for models and downloads: this user has no home folder.',
      hint: 'Name a folder with the environment variable FRAMESIEVE_HOME.',
    });
  }
  if (platform === 'win32') return path.join(home, 'AppData', 'Local', 'framesieve', 'Cache');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'framesieve');
  return path.join(home, '.cache', 'framesieve');
}

/** The folder of the installed models, in the folder that {@link frameSieveHome} gives. */
export function modelsFolder(home: string = frameSieveHome()): string {
  return join(home, 'models');
}

/** The folder of downloaded files and of those that are under way, in the folder that {@link frameSieveHome} gives. */
export function downloadsFolder(home: string = frameSieveHome()): string {
  return join(home, 'downloads');
}

function findUserFolder(userFolder: () => string): string | null {
  try {
    return userFolder();
  } catch {
    return null;
  }
}
