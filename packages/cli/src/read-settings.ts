import { loadConfigFile } from './config-file.ts';
import type { Invocation } from './invocation.ts';
import { environmentLayer, flagLayer, mergeSettings, type Settings } from './settings.ts';

/** The settings of a call: flags, then the environment, then the config file, then defaults. */
export async function readSettings(invocation: Invocation): Promise<Settings> {
  const { values, settingFlags, cwd, verbosity } = invocation;
  const flags = flagLayer(values, settingFlags, cwd);
  const environment = environmentLayer(process.env, settingFlags, cwd);
  const file = await loadConfigFile(typeof values.config === 'string' ? values.config : null, cwd);
  if (file && verbosity === 'verbose') process.stderr.write(`Config file: ${file.path}\n`);
  return mergeSettings([flags, environment, ...(file ? [file] : [])], cwd);
}
