import {
  type DecodeStage,
  type Frame,
  type FrameAllocator,
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
import { createDecoding, createFramePool, createRegistry, memoryPlan } from './compose.ts';
import { decodeRequest } from './decode-request.ts';
import type { EventListener } from './events.ts';
import { OpenAhead } from './jobs/open-ahead.ts';
import { checkDatabase, isStored, openDatabase } from './open-database.ts';
import type { SieveOptions } from './options.ts';
import { chooseRefinement, type Refinement } from './refine/choose-refinement.ts';
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
  readonly refinement: Refinement;
  /** The database; one that may be created is there once {@link openStore} has opened it. */
  readonly store: Store;
  readonly decode: DecodeStage;
  /**
   * The first frame that will have to be scored, as soon as it is decoded; `null` where that can't be told before the database
   * is open.
   */
  firstFrame(): Promise<Frame | null>;
  readonly sampling: Sampling;
  readonly selection: SelectionSettings;
  /**
   * Opens the database, to be called before any video is worked on: loading what it takes holds up what is being made ready
   * elsewhere the least when that is under way.
   *
   * @throws FrameSieveError what the store says of it.
   */
  openStore(): Promise<void>;
  /** Surroundings of the stages; what they warn of goes to `warn`. Jobs that run at the same time have pools of their own. */
  context(warn: (message: string) => void, job?: Job): Promise<StageContext>;
}

/** Where a video is worked on. */
interface Job {
  /** Which of the jobs that run at the same time, from 0. */
  readonly slot: number;
  /** The video, as people gave it. */
  readonly path: string;
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
 * Opens what a call needs, but for a database that may be created, see `openStore`. Everything that concerns the call as a whole
 * fails here, before any video is touched.
 *
 * @param database `create` for calls that write scores; `existing` for those that only read them.
 * @param work what is to come: the jobs that will run at the same time, and the first video to decode, which is being opened
 *   while the rest is made ready.
 */
export async function openSession(
  call: Call,
  database: 'create' | 'existing',
  { jobs = 1, first = null }: { readonly jobs?: number; readonly first?: string | null } = {},
): Promise<Session> {
  const { settings, plugins, signal, emit } = call;
  const sampling = samplingOf(settings.config);
  const asked = selectionOf(settings.config);
  memoryPlan(settings, jobs);
  const registry = await createRegistry(settings, plugins);
  const decode = new OpenAhead(await createDecoding(registry, settings));
  const asMetrics = await chooseMetrics(registry, settings);
  const { refinement, metrics } = await chooseRefinement(registry, settings, asMetrics);
  const selection = { ...asked, weights: resolveWeights(registry, asked.weights) };
  const pools = new Map<number, Promise<FrameAllocator>>();
  const poolOf = (slot: number) => {
    const pool = pools.get(slot) ?? createFramePool(settings, jobs);
    pools.set(slot, pool);
    return pool;
  };
  await checkDatabase(settings.db, database);
  const isNew = !call.resume || !(await isStored(settings.db));
  if (first !== null)
    decode.prepare(decodeRequest(first, settings), sampling, { signal, frames: await poolOf(0) });
  let store = database === 'existing' ? await openDatabase(settings.db, database) : null;
  return {
    call,
    registry,
    metrics,
    refinement,
    get store() {
      if (!store) throw new FrameSieveError({ code: 'internal', message: 'The database is not open yet.' });
      return store;
    },
    async openStore() {
      await decode.firstFrame();
      store ??= await openDatabase(settings.db, database);
    },
    decode,
    firstFrame: async () => (isNew ? decode.firstFrame() : null),
    sampling,
    selection,
    context: async (warn, job) => {
      const path = job?.path ?? null;
      const log = (level: 'debug' | 'info') => (message: string) =>
        emit({ type: 'log', level, path, message });
      const logger: Logger = { debug: log('debug'), info: log('info'), warn };
      return { signal, logger, frames: await poolOf(job?.slot ?? 0) };
    },
    async [Symbol.asyncDispose]() {
      await decode[Symbol.asyncDispose]();
      await store?.[Symbol.asyncDispose]();
    },
  };
}
