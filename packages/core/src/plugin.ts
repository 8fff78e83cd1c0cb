import type { DecoderFactory } from './decoder.ts';
import { FrameSieveError, messageOf } from './errors.ts';
import type { ModelFamily } from './model-family.ts';
import type { ScorerFactory } from './scorer.ts';

/** The version of the plugin contract that this package speaks. */
export const pluginApiVersion = 1;

/** What a plugin may add. */
export interface PluginRegistry {
  /** @throws FrameSieveError `plugin-failed` when the id is taken. */
  addDecoder(factory: DecoderFactory): void;
  /** @throws FrameSieveError `plugin-failed` when the id is taken. */
  addScorer(factory: ScorerFactory): void;
  /** @throws FrameSieveError `plugin-failed` when the family, or a model's id, is taken. */
  addModelFamily(family: ModelFamily): void;
}

/** A plugin: a plain object that says what it adds. Importing it registers nothing. */
export interface Plugin {
  /** Package name or another unique name. */
  readonly name: string;
  readonly apiVersion: typeof pluginApiVersion;
  register(registry: PluginRegistry): void;
}

/** Types a plugin; make the result the default export of its package. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}

/**
 * Checks that something loaded from outside is a plugin of this version of the contract.
 *
 * @throws FrameSieveError `plugin-failed`, saying what is wrong.
 */
export function assertPlugin(value: unknown, origin: string): asserts value is Plugin {
  const fail = (problem: string, hint: string): never => {
    throw new FrameSieveError({ code: 'plugin-failed', message: `Plugin "${origin}" ${problem}.`, hint });
  };
  const form = 'Make `definePlugin({ name, apiVersion: 1, register(registry) { … } })` its default export.';
  if (typeof value !== 'object' || value === null) return fail('has no plugin as its default export', form);
  const { name, apiVersion, register } = value as Partial<Plugin>;
  if (typeof name !== 'string' || name === '') return fail('has no name', form);
  if (apiVersion !== pluginApiVersion) {
    const update =
      typeof apiVersion === 'number' && apiVersion > pluginApiVersion
        ? 'Update FrameSieve, or install an older version of the plugin.'
        : 'Install a newer version of the plugin.';
    return fail(
      `speaks plugin API ${String(apiVersion)}, this FrameSieve speaks ${pluginApiVersion}`,
      update,
    );
  }
  if (typeof register !== 'function') return fail('has no register() function', form);
}

/**
 * Registers a plugin, turning whatever it throws into one error that names it.
 *
 * @throws FrameSieveError `plugin-failed`.
 */
export function registerPlugin(plugin: Plugin, registry: PluginRegistry): void {
  try {
    plugin.register(registry);
  } catch (error) {
    throw FrameSieveError.from(error, {
      code: 'plugin-failed',
      message: `Plugin "${plugin.name}" failed to register: ${messageOf(error)}`,
      hint: 'Fix the plugin, or take it out of `plugins` in the config file.',
    });
  }
}
