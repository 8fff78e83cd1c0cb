import { expect, it } from 'vitest';
import { FrameSieveError } from './errors.ts';
import { assertPlugin, definePlugin, type PluginRegistry, registerPlugin } from './plugin.ts';

const registry: PluginRegistry = { addDecoder() {}, addScorer() {}, addModelFamily() {} };

function errorOf(action: () => void): FrameSieveError {
  try {
    action();
  } catch (error) {
    if (FrameSieveError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

it('accepts a plugin', () => {
  const plugin = definePlugin({ name: 'mine', apiVersion: 1, register() {} });
  expect(() => assertPlugin(plugin, 'mine')).not.toThrow();
});

it.each([
  [undefined, 'no plugin as its default export'],
  [{ apiVersion: 1, register() {} }, 'has no name'],
  [{ name: 'mine', apiVersion: 2, register() {} }, 'speaks plugin API 2'],
  [{ name: 'mine', apiVersion: 1 }, 'has no register()'],
])('refuses %j', (value, problem) => {
  const error = errorOf(() => assertPlugin(value, './mine.js'));
  expect(error.code).toBe('plugin-failed');
  expect(error.message).toContain('"./mine.js"');
  expect(error.message).toContain(problem);
  expect(error.hint).toBeTruthy();
});

it('says which side to update when the API versions differ', () => {
  expect(errorOf(() => assertPlugin({ name: 'a', apiVersion: 2 }, 'a')).hint).toContain('Update FrameSieve');
  expect(errorOf(() => assertPlugin({ name: 'a', apiVersion: 0 }, 'a')).hint).toContain(
    'newer version of the plugin',
  );
});

it('names the plugin that throws while it registers', () => {
  const plugin = definePlugin({
    name: 'broken',
    apiVersion: 1,
    register() {
      throw new Error('boom');
    },
  });
  const error = errorOf(() => registerPlugin(plugin, registry));
  expect(error.message).toBe('Plugin "broken" failed to register: boom');
  expect((error.cause as Error).message).toBe('boom');
});
