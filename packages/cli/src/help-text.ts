import type { SettingFlag } from './flags.ts';

/**
 * The description of a setting as the help of a command shows it: keys of the config that have a flag under the name of the
 * flag, and what holds without one in place of `null`.
 *
 * @param key key of the setting, e.g. `select.top`: what it names without a group may be of its own group.
 */
export function helpText(description: string, key: string, flags: readonly SettingFlag[]): string {
  const group = key.slice(0, key.lastIndexOf('.') + 1);
  const others = flags.filter(flag => flag.key !== key);
  const flagOf = (name: string) =>
    (others.find(flag => flag.key === name) ?? others.find(flag => flag.key === `${group}${name}`))?.flag;
  return description
    .replace(/(^|\. )`null`/g, '$1By default')
    .replaceAll('`null`', 'by default')
    .replace(/`([^`]*)`/g, (_, name: string) => (flagOf(name) ? `--${flagOf(name)}` : name));
}
