import {
  type DecodeStage,
  FrameSieveError,
  type Logger,
  type Plugin,
  type Sampling,
  type SelectionSettings,
  type StageContext,
  type Store,
} from '@framesieve/core';
import { parseConfig, samplingOf, selectionOf } from '@framesieve/core/config';
import type { Registry } from '@framesieve/core/registry';
import { type ChosenMetrics, chooseMetrics } from './choose-metrics.ts';
import { resolveWeights } from './choose-weights.ts';
import { createDecoding, createFramePool, createRegistry } from './compose.ts';
import type { EventListener } from './events.ts';
import { openDatabase } from './open-database.ts';
import type { SieveOptions } from './options.ts';
import { mergeSettings, type Settings, type SettingsLayer } from './settings.ts';

/** A call, with its settings merged: what the command and the functions have in common. */
export interface Call {
  readonly inputs: readonly string[];
  readonly settings: Settings;
  readonly plugins: readonly Plugin[];
  readonly resume: boolean;
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly emit: EventListener;
}

/** Everything that working on videos takes, open. */
export interface Session extends AsyncDisposable {
  readonly call: Call;
  readonly registry: Registry;
  readonly metrics: ChosenMetrics;
  readonly store: Store;
  readonly decode: DecodeStage;
  readonly sampling: Sampling;
  readonly selection: SelectionSettings;
  /** Surroundings of the stages; what they warn of goes to `warn`. */
  context(warn: (message: string) => void): StageContext;
}

/** The call that the functions' options stand for. */
export async function callOf(options: SieveOptions): Promise<Call> {
  const cwd = options.cwd ?? process.cwd();
  const layers: SettingsLayer[] = [];
  if (options.config) layers.push({ config: parseConfig(options.config, '`config`'), folder: cwd });
  if (options.configFile !== undefined) {
    const { loadConfigFile } = await import('./config-file.ts');
    const file = await loadConfigFile(options.configFile, cwd);
    if (file) layers.push(file);
  }
  if (options.inputs.length === 0)
    throw new FrameSieveError({
      code: 'usage',
      message: 'No input was given.',
      hint: 'Give at least one video.',
    });
  return {
    inputs: options.inputs,
    settings: mergeSettings(layers, cwd),
    plugins: options.plugins ?? [],
    resume: options.resume ?? true,
    cwd,
    signal: options.signal ?? new AbortController().signal,
    emit: options.onEvent ?? (() => {}),
  };
}

/**
 * Opens what a call needs. Everything that concerns the call as a whole fails here, before any video is touched.
 *
 * @param database `create` for calls that write scores; `existing` for those that only read them.
 */
export async function openSession(call: Call, database: 'create' | 'existing'): Promise<Session> {
  const { settings, plugins, signal, emit } = call;
  const sampling = samplingOf(settings.config);
  const asked = selectionOf(settings.config);
  const registry = await createRegistry(settings, plugins);
  const decode = await createDecoding(registry, settings);
  const metrics = await chooseMetrics(registry, settings);
  const selection = { ...asked, weights: resolveWeights(registry, asked.weights) };
  const frames = await createFramePool(settings);
  const store = await openDatabase(settings.db, database);
  const log = (level: 'debug' | 'info') => (message: string) => emit({ type: 'log', level, message });
  return {
    call,
    registry,
    metrics,
    store,
    decode,
    sampling,
    selection,
    context: warn => {
      const logger: Logger = { debug: log('debug'), info: log('info'), warn };
      return { signal, logger, frames };
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
