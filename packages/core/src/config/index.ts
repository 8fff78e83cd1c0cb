export { defineConfig, resolveConfig } from './config.ts';
export { type ConfigKey, configKeys } from './config-keys.ts';
export { configJsonSchema } from './json-schema.ts';
export { parseConfig } from './parse-config.ts';
export { configSchema, type FrameSieveConfig, type ResolvedConfig } from './schema.ts';
export { pixelsOf, samplingOf, secondsOf, selectionOf } from './settings.ts';
