import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { FrameSieveError, isUrl, shownPath } from '@framesieve/core';

/** One video to look at, or why there is none. */
export interface Input {
  /** Absolute path or address, for a video; the argument, for an error. */
  readonly path: string;
  /** As people gave it: relative when it lies below the working directory; an address without its password. */
  readonly shown: string;
  readonly error: FrameSieveError | null;
}

/** Extensions by which videos are found in folders. A file that is named is tried whatever it is called. */
const videoExtensions: readonly string[] = [
  ...[
    '3gp',
    'asf',
    'avi',
    'divx',
    'dv',
    'flv',
    'gif',
    'h264',
    'h265',
    'hevc',
    'ivf',
    'm1v',
    'm2ts',
    'm2v',
    'm4v',
  ],
  ...[
    'mkv',
    'mov',
    'mp4',
    'mpe',
    'mpeg',
    'mpg',
    'mts',
    'mxf',
    'ogm',
    'ogv',
    'qt',
    'rm',
    'rmvb',
    'ts',
    'vob',
    'webm',
  ],
  ...['wmv', 'wtv', 'y4m'],
];

/** The same for pictures. */
export const imageExtensions: readonly string[] = [
  ...['avif', 'bmp', 'jfif', 'jpe', 'jpeg', 'jpg', 'jxl', 'pgm', 'png', 'pnm', 'ppm', 'tif', 'tiff', 'webp'],
];

/**
 * Expands files, folders (with their subfolders), globs and addresses, each file once, in the order of the arguments. What leads
 * nowhere becomes an input with an error, so that the others are still done.
 *
 * @param extensions by which files are found in folders.
 */
export async function expandInputs(
  inputs: readonly string[],
  cwd: string,
  extensions: readonly string[] = videoExtensions,
): Promise<readonly Input[]> {
  const expanded = await Promise.all(inputs.map(input => expand(input, cwd, extensions)));
  const seen = new Set<string>();
  return expanded.flat().filter(({ path }) => !seen.has(path) && seen.add(path));
}

async function expand(input: string, cwd: string, extensions: readonly string[]): Promise<readonly Input[]> {
  const missing = (message: string) => nothingFound(input, message, extensions);
  // As a path it would be the working directory, with all that is in it; it is what an unset variable in a script leaves.
  if (input === '') return [missing('An input is empty.')];
  if (isUrl(input)) return [{ path: input, shown: shownPath(input), error: null }];
  const path = resolve(cwd, input);
  // A file whose name looks like a glob is a file.
  const kind = await stat(path).then(
    stats => (stats.isDirectory() ? 'folder' : 'file'),
    (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ENAMETOOLONG' ? 'nothing' : 'file',
  );
  if (kind === 'file') return [{ path, shown: input, error: null }];
  const { glob, isDynamicPattern } = await import('tinyglobby');
  const find = async (patterns: string[], folder: string) => {
    // Names that begin with "._" are what macOS leaves beside a video, not videos; so dotfiles stay out.
    const paths = await glob(patterns, {
      cwd: folder,
      absolute: true,
      dot: false,
      caseSensitiveMatch: false,
    });
    return paths
      .sort(new Intl.Collator('en', { numeric: true }).compare)
      .map(found => ({ path: resolve(found), shown: display(found, cwd), error: null }));
  };
  if (kind === 'folder') {
    const found = await find([`**/*.{${extensions.join(',')}}`], path);
    return found.length > 0 ? found : [missing(`The folder "${input}" holds no ${kindOf(extensions)}s.`)];
  }
  if (!isDynamicPattern(input)) return [{ path, shown: input, error: null }];
  const matches = await find([input.replaceAll('\\', '/')], cwd);
  return matches.length > 0 ? matches : [missing(`Nothing matches "${input}".`)];
}

function kindOf(extensions: readonly string[]): 'picture' | 'video' {
  return extensions === imageExtensions ? 'picture' : 'video';
}

function nothingFound(input: string, message: string, extensions: readonly string[]): Input {
  const examples = [...extensions.slice(0, 3), '…', extensions === imageExtensions ? 'png' : 'mp4', '…'];
  const hint = `Give a ${kindOf(extensions)}, a folder that holds some (${examples.join(', ')}), or a glob.`;
  return { path: input, shown: input, error: new FrameSieveError({ code: 'input-missing', message, hint }) };
}

/** A path as people read it: relative when it lies below the folder. */
export function display(path: string, cwd: string): string {
  const shown = relative(cwd, path);
  return shown === '' || shown.startsWith('..') ? path : shown;
}
