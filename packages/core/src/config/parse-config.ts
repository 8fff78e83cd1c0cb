import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { FrameSieveError } from '../errors.ts';
import { type ConfigKey, configKeys } from './config-keys.ts';
import { configSchema, type FrameSieveConfig } from './schema.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks a config. Nothing is filled in: see `resolveConfig`.
 *
 * @param value what a config file holds, unchecked.
 * @param origin where it comes from, e.g. the file's path; errors begin with it.
 * @throws FrameSieveError `config` that lists every problem: the key, what was expected, what was found.
 */
export function parseConfig(value: unknown, origin: string): FrameSieveConfig {
  const config = withoutSchemaKey(value);
  const result = configSchema.safeParse(config);
  if (result.success) return config as FrameSieveConfig;
  const keys = configKeys();
  const problems = result.error.issues.flatMap(issue => describeIssue(issue, [], value, keys));
  throw new FrameSieveError({
    code: 'config',
    message:
      problems.length === 1
        ? `${origin}: ${problems[0]}.`
        : `${origin} has ${problems.length} problems:\n${problems.map(problem => `  - ${problem}`).join('\n')}`,
    hint: "FrameSieve's docs/configuration.md lists every key and what it takes.",
  });
}

/** A JSON file may name its schema for editors. */
function withoutSchemaKey(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$schema' in value)) return value;
  const { $schema: _, ...config } = value;
  return config;
}

function describeIssue(
  issue: Issue,
  parents: readonly PropertyKey[],
  root: unknown,
  keys: readonly ConfigKey[],
): readonly string[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map(name => describeUnknownKey(path, name, keys));
  if (issue.code === 'invalid_union') {
    // Of "a string or an object", the object is what was meant when an object was given: report what is wrong in it.
    const meant = issue.errors.find(branch =>
      branch.every(inner => inner.path.length > 0 || isUnknownKey(inner)),
    );
    if (meant) return meant.flatMap(inner => describeIssue(inner, path, root, keys));
  }
  const known = nearestKey(path, keys);
  const found = shown(path.reduce(valueAt, root));
  if (!known) return [`expected an object of settings, found ${found}`];
  const inside = path.join('.') === known.path ? '' : ` at \`${path.join('.')}\``;
  return [`\`${known.path}\`: expected ${known.expected}, found ${found}${inside}`];
}

function isUnknownKey(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys';
}

function describeUnknownKey(
  parents: readonly PropertyKey[],
  name: string,
  keys: readonly ConfigKey[],
): string {
  const prefix = parents.length > 0 ? `${parents.join('.')}.` : '';
  const guess = nearestName(prefix, name, keys);
  return `\`${prefix}${name}\` is not a known key${guess ? ` (did you mean \`${guess}\`?)` : ''}`;
}

/** A key of the same level that is spelt alike, else one of any level that has this name. */
function nearestName(prefix: string, name: string, keys: readonly ConfigKey[]): string | null {
  const siblings = keys
    .map(key => key.path)
    .filter(path => path.startsWith(prefix) && !path.slice(prefix.length).includes('.'))
    .map(path => path.slice(prefix.length));
  const near = siblings.length > 0 ? closest(name, siblings) : null;
  if (near && distance(name.toLowerCase(), near.toLowerCase()) <= Math.max(1, Math.floor(near.length / 3)))
    return `${prefix}${near}`;
  return keys.find(key => key.path.split('.').at(-1) === name)?.path ?? null;
}

/** The key that a path lies in: itself, or the nearest one above. */
function nearestKey(path: readonly PropertyKey[], keys: readonly ConfigKey[]): ConfigKey | null {
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join('.');
    const found = keys.find(key => key.path === name);
    if (found) return found;
  }
  return null;
}

function valueAt(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[name]
    : undefined;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
