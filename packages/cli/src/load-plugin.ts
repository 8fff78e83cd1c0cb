import { registerHooks } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assertPlugin, FrameSieveError, messageOf, type Plugin } from '@framesieve/core';
import type { PluginReference } from './settings.ts';

/**
 * Loads a plugin by package name or by path, as an import in a module of that folder would.
 *
 * @throws FrameSieveError `plugin-failed` when it isn't found, throws, or is no plugin of this version of the contract.
 */
export async function loadPlugin({ specifier, folder }: PluginReference): Promise<Plugin> {
  const isPath = specifier.startsWith('.') || isAbsolute(specifier);
  const target = isPath ? pathToFileURL(resolve(folder, specifier)).href : specifier;
  const parentURL = pathToFileURL(join(folder, 'framesieve.config.js')).href;
  let found = false;
  const hooks = registerHooks({
    resolve(requested, context, next) {
      if (requested !== target || context.parentURL !== import.meta.url) return next(requested, context);
      const resolved = next(requested, { ...context, parentURL });
      found = true;
      return resolved;
    },
  });
  try {
    const module: { readonly default?: unknown } = await import(target);
    assertPlugin(module.default, specifier);
    return module.default;
  } catch (error) {
    throw found ? brokenPlugin(error, specifier) : missingPlugin(error, specifier, folder, isPath);
  } finally {
    hooks.deregister();
  }
}

function missingPlugin(error: unknown, specifier: string, folder: string, isPath: boolean): FrameSieveError {
  return new FrameSieveError({
    code: 'plugin-failed',
    message: `Plugin "${specifier}" was not found from the folder "${folder}".`,
    hint: isPath
      ? 'Give the path of its file, with extension, from the folder of the config file.'
      : 'Install it in that folder, or correct its name in `plugins` in the config file.',
    cause: error,
  });
}

function brokenPlugin(error: unknown, specifier: string): FrameSieveError {
  return FrameSieveError.from(error, {
    code: 'plugin-failed',
    message: `Plugin "${specifier}" failed to load: ${messageOf(error).split('\n', 1)[0]}`,
    hint: 'Fix the plugin, or take it out of `plugins` in the config file.',
  });
}
