import { configSchema, type FrameSieveConfig, type ResolvedConfig } from './schema.ts';

/** Types a config file's contents; make the result its default export. */
export function defineConfig(config: FrameSieveConfig): FrameSieveConfig {
  return config;
}

/** Fills in every default of a config that `parseConfig` has passed. */
export function resolveConfig(config: FrameSieveConfig): ResolvedConfig {
  return configSchema.parse(config);
}
