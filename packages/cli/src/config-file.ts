import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { parseConfig } from '@framesieve/core/config';
import { type Loader, lilconfig } from 'lilconfig';
import type { SettingsLayer } from './settings.ts';

/** A config file's contents, and where it lies. */
export interface ConfigFile extends SettingsLayer {
  readonly path: string;
}

const extensions = ['ts', 'mts', 'js', 'mjs', 'json', 'yaml', 'yml'];

const loaders: Readonly<Record<string, Loader>> = {
  ...Object.fromEntries(['.ts', '.mts', '.js', '.mjs'].map(extension => [extension, importDefault])),
  ...Object.fromEntries(['.yaml', '.yml'].map(extension => [extension, readYaml])),
  '.json': readJson,
};

/**
 * Reads the named config file, or searches for `framesieve.config.{ts,mts,js,mjs,json,yaml,yml}` in the working
 * directory and the folders above it.
 *
 * @returns `null` when none was named and none is there.
 * @throws FrameSieveError `config` when it is missing, can't be read, or has a wrong key.
 */
export async function loadConfigFile(named: string | null, cwd: string): Promise<ConfigFile | null> {
  const searcher = lilconfig('framesieve', {
    searchPlaces: extensions.map(extension => `framesieve.config.${extension}`),
    stopDir: resolve('/'),
    loaders: Object.fromEntries(
      Object.entries(loaders).map(([extension, load]) => [extension, naming(load, cwd)]),
    ),
  });
  const found = await (named === null ? searcher.search(cwd) : searcher.load(resolve(cwd, named))).catch(
    (error: unknown) => {
      throw unreadable(error, named);
    },
  );
  if (!found) return null;
  const shown = relative(cwd, found.filepath);
  if (found.config === undefined && !found.isEmpty) {
    throw new FrameSieveError({
      code: 'config',
      message: `The config file "${shown}" has no default export.`,
      hint: 'Write `export default defineConfig({ … })`.',
    });
  }
  const config = parseConfig(found.isEmpty ? {} : found.config, `The config file "${shown}"`);
  return { config, path: found.filepath, folder: dirname(found.filepath) };
}

async function importDefault(path: string): Promise<unknown> {
  return (await import(pathToFileURL(path).href)).default;
}

async function readYaml(_path: string, text: string): Promise<unknown> {
  return (await import('yaml')).parse(text);
}

function readJson(_path: string, text: string): unknown {
  return JSON.parse(text);
}

/** A loader whose errors name the file, which may have been found in a folder above. */
function naming(load: Loader, cwd: string): Loader {
  return async (path, text) => {
    try {
      return await load(path, text);
    } catch (error) {
      throw unreadable(error, relative(cwd, path));
    }
  };
}

function unreadable(error: unknown, named: string | null): FrameSieveError {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  const file = named === null ? 'The config file' : `The config file "${named}"`;
  return FrameSieveError.from(error, {
    code: 'config',
    message: missing ? `${file} does not exist.` : `${file} can't be read: ${messageOf(error)}`,
    hint: missing
      ? 'Check the path given with --config.'
      : 'Correct the file, or name another one with --config.',
  });
}
