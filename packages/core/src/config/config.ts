/** A config file's contents. */
export interface FrameSieveConfig {
  readonly plugins?: readonly string[];
}

/** Types a config file's contents. */
export function defineConfig(config: FrameSieveConfig): FrameSieveConfig {
  return config;
}
