import { isAbsolute, resolve } from 'node:path';
import { FrameSieveError } from '@framesieve/core';
import {
  type FrameSieveConfig,
  parseConfig,
  type ResolvedConfig,
  resolveConfig,
} from '@framesieve/core/config';
import { environmentName, readValue, type SettingFlag } from './flags.ts';
import { isModelFile } from './own-metric.ts';

/** Settings from one place. */
export interface SettingsLayer {
  readonly config: FrameSieveConfig;
  /** Folder that relative paths in it are resolved from. */
  readonly folder: string;
}

/** Where a plugin was named, and how. */
export interface PluginReference {
  /** Package name or path. */
  readonly specifier: string;
  readonly folder: string;
}

/** Everything that was set, merged, with defaults filled in and paths absolute. */
export interface Settings {
  readonly config: ResolvedConfig;
  readonly plugins: readonly PluginReference[];
  /** Decoders to try in this order, and no others; `null` for all. */
  readonly decoderOrder: readonly string[] | null;
  /** Decoder to try before those; `null` for none. */
  readonly firstDecoder: string | null;
  readonly decoderOptions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Output folder. */
  readonly out: string;
  /** Path of the database, or `:memory:`. */
  readonly db: string;
}

/** Merges settings, the strongest layer first, and fills in defaults. */
export function mergeSettings(layers: readonly SettingsLayer[], cwd: string): Settings {
  const weakestFirst = layers.toReversed();
  const merged = weakestFirst.map(withAbsolutePaths).reduce(mergeConfigs, {});
  const config = resolveConfig(merged);
  const decoder = decoderSettings(weakestFirst);
  const out = resolve(cwd, config.export.out);
  const ffmpeg = config.ffmpeg === null ? {} : { ffmpeg: { ...decoder.options.ffmpeg, path: config.ffmpeg } };
  return {
    config,
    plugins: weakestFirst.flatMap(({ config: { plugins = [] }, folder }) =>
      plugins.map(specifier => ({ specifier, folder })),
    ),
    decoderOrder: decoder.order,
    firstDecoder: decoder.first,
    decoderOptions: { ...decoder.options, ...ffmpeg },
    out,
    db: config.db ?? resolve(out, 'framesieve.sqlite'),
  };
}

/** The layer of the flags that were given, by commander's names. */
export function flagLayer(
  values: Readonly<Record<string, unknown>>,
  flags: readonly SettingFlag[],
  cwd: string,
): SettingsLayer {
  const valueFor = (flag: SettingFlag) => {
    const value = values[camelCase(flag.flag)];
    return typeof value === 'string' ? readValue(flag, value) : value;
  };
  return layerOf(cwd, flags, valueFor, flag => `--${flag}`);
}

/** The layer of the environment variables `FRAMESIEVE_…`. */
export function environmentLayer(
  environment: NodeJS.ProcessEnv,
  flags: readonly SettingFlag[],
  cwd: string,
): SettingsLayer {
  const valueFor = (flag: SettingFlag) => {
    const text = environment[environmentName(flag.flag)];
    return text === undefined || text === '' ? undefined : readValue(flag, text);
  };
  return layerOf(cwd, flags, valueFor, environmentName);
}

function layerOf(
  folder: string,
  flags: readonly SettingFlag[],
  valueFor: (flag: SettingFlag) => unknown,
  nameOf: (flag: string) => string,
): SettingsLayer {
  let config: FrameSieveConfig = {};
  for (const flag of flags) {
    const value = valueFor(flag);
    if (value === undefined) continue;
    const setting = checked(flag, value, nameOf(flag.flag));
    config = { ...mergeConfigs(config, setting), select: { ...config.select, ...setting.select } };
  }
  return { config, folder };
}

/** Checks one setting alone, so that an error can name the flag instead of the key. */
function checked({ key, expected }: SettingFlag, value: unknown, name: string): FrameSieveConfig {
  const nested = key.split('.').reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
  try {
    return parseConfig(nested, name);
  } catch (error) {
    if (!FrameSieveError.isInstance(error)) throw error;
    throw new FrameSieveError({
      code: 'usage',
      message: expected
        ? `${name}: expected ${expected}, found ${JSON.stringify(value)}.`
        : error.message.replace(`\`${key}\`: `, ''),
      hint: 'framesieve <command> --help describes every flag.',
      cause: error,
    });
  }
}

/** The name under which commander has the value of a flag, e.g. `minGap`. */
export function camelCase(flag: string): string {
  return flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function withAbsolutePaths({ config, folder }: SettingsLayer): FrameSieveConfig {
  const { db, ffmpeg, metric, refine, export: output } = config;
  return {
    ...config,
    ...(metric !== undefined && { metric: withAbsoluteModels(metric, folder) }),
    ...(refine && isModelFile(refine) && { refine: resolve(folder, refine) }),
    ...(db && db !== ':memory:' && { db: resolve(folder, db) }),
    ...(ffmpeg && /[/\\]/.test(ffmpeg) && !isAbsolute(ffmpeg) && { ffmpeg: resolve(folder, ffmpeg) }),
    ...(output?.out && { export: { ...output, out: resolve(folder, output.out) } }),
  };
}

type Metrics = NonNullable<FrameSieveConfig['metric']>;

/** Model files among metrics, with absolute paths. */
function withAbsoluteModels(metrics: Metrics, folder: string): Metrics {
  const absolute = (metric: Exclude<Metrics, readonly unknown[]>) => {
    if (typeof metric !== 'string') return { ...metric, model: resolve(folder, metric.model) };
    return isModelFile(metric) ? resolve(folder, metric) : metric;
  };
  return Array.isArray(metrics) ? metrics.map(absolute) : absolute(metrics);
}

function mergeConfigs(weaker: FrameSieveConfig, stronger: FrameSieveConfig): FrameSieveConfig {
  const { select = {} } = stronger;
  // `top` and `percentile` are two ways to say one thing: whoever says it anew says all of it.
  const restated = 'top' in select || 'percentile' in select;
  const { top: _top, percentile: _percentile, ...rest } = weaker.select ?? {};
  return {
    ...weaker,
    ...stronger,
    direction: { ...weaker.direction, ...stronger.direction },
    sample: { ...weaker.sample, ...stronger.sample },
    select: { ...(restated ? rest : weaker.select), ...select },
    export: { ...weaker.export, ...stronger.export },
  };
}

interface DecoderSettings {
  readonly first: string | null;
  readonly order: readonly string[] | null;
  readonly options: Settings['decoderOptions'];
}

/** `--decoder` says which to try first; it leaves the order and the options of the config file as they are. */
function decoderSettings(weakestFirst: readonly SettingsLayer[]): DecoderSettings {
  let first: string | null = null;
  let order: readonly string[] | null = null;
  const options: Record<string, Record<string, unknown>> = {};
  for (const { config } of weakestFirst) {
    const { decoder } = config;
    if (typeof decoder === 'string') first = decoder;
    if (typeof decoder !== 'object') continue;
    first = null;
    order = decoder.order ?? null;
    Object.assign(options, decoder.options);
  }
  return { first, order, options };
}
