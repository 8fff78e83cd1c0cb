import {
  type DecoderFactory,
  type DecodeStage,
  type ExportStage,
  type Frame,
  type FrameAllocator,
  type Plugin,
  type ScorerOptions,
  type ScoreStage,
  turn,
} from '@framesieve/core';
import { Registry } from '@framesieve/core/registry';
import type { ChosenMetrics } from './choose-metrics.ts';
import { addInstalledMetrics } from './installed-metrics.ts';
import { type AheadScorer, scoreAhead } from './jobs/score-ahead.ts';
import { shareScorer } from './jobs/share-scorer.ts';
import { loadPlugin } from './load-plugin.ts';
import { limitFrames, type MemoryPlan, planMemory } from './memory/memory-plan.ts';
import { ensureWritable } from './open-database.ts';
import { documentBytes } from './report/reserve-bytes.ts';
import type { Settings } from './settings.ts';

/** Loads the built-in plugins, those that the settings name, further ones, and the installed models, in this order. */
export async function createRegistry(settings: Settings, plugins: readonly Plugin[]): Promise<Registry> {
  const builtIn = await Promise.all([
    import('@framesieve/plugin-libav'),
    import('@framesieve/plugin-ffmpeg'),
    import('@framesieve/plugin-niqe'),
    import('@framesieve/plugin-brisque'),
    import('@framesieve/plugin-musiq'),
  ]);
  const registry = new Registry();
  for (const module of builtIn) registry.use(module.default);
  for (const reference of settings.plugins) registry.use(await loadPlugin(reference));
  for (const plugin of plugins) registry.use(plugin);
  await addInstalledMetrics(registry);
  return registry;
}

/**
 * The decoders to try, in order.
 *
 * @throws FrameSieveError `decoder-unavailable` when the settings name one that isn't there, be it for its options.
 */
export function chooseDecoders(registry: Registry, settings: Settings): readonly DecoderFactory[] {
  const { decoderOrder, firstDecoder, decoderOptions } = settings;
  for (const id of Object.keys(decoderOptions)) registry.decoder(id);
  const ordered = decoderOrder?.map(id => registry.decoder(id)) ?? registry.decoders;
  if (firstDecoder === null) return ordered;
  const first = registry.decoder(firstDecoder);
  return [first, ...ordered.filter(factory => factory !== first)];
}

/** Makes the decode stage with all its backends. */
export async function createDecoding(registry: Registry, settings: Settings): Promise<DecodeStage> {
  const decoders = chooseDecoders(registry, settings);
  const { createDecodeStage } = await import('@framesieve/decoder');
  return createDecodeStage({ decoders, options: settings.decoderOptions });
}

/** A score stage, and the loaded metrics that it owns. */
export interface Scoring extends AsyncDisposable {
  readonly stage: ScoreStage;
  /** Begins with the first frame to be scored, by the metrics that score frames one by one. */
  prepare(frame: Frame, signal: AbortSignal): void;
}

/**
 * Loads the metrics and makes the score stage over them.
 *
 * @param sharers models that are loaded at the same time, these among them: they share the memory that a limit leaves for models.
 */
export async function createScoring(
  registry: Registry,
  { ids, directions }: ChosenMetrics,
  settings: Settings,
  sharers = ids.length,
): Promise<Scoring> {
  const { device, batch, kernel, jobs } = settings.config;
  const { limitBytes, modelBytes } = memoryPlan(settings, 1);
  // Without a limit each scorer looks at what is free where it runs.
  const memoryBytes = limitBytes === null ? null : Math.floor(modelBytes / Math.max(1, sharers));
  const scorers: AheadScorer[] = [];
  const dispose = async () => {
    for (const scorer of scorers.splice(0).reverse()) await scorer[Symbol.asyncDispose]();
  };
  try {
    for (const id of ids) {
      // Each may use all cores: one that has nothing to do takes none.
      const common = { direction: directions[id] ?? null, device, threads: null, kernel };
      const options: ScorerOptions = { ...common, memoryBytes };
      const scorer = await registry.scorer(id).create(options);
      await turn();
      scorers.push(scoreAhead(jobs > 1 ? shareScorer(scorer) : scorer));
    }
    const [{ createScoreStage }, { frameToRgb }] = await Promise.all([
      import('@framesieve/scorer'),
      import('@framesieve/decoder'),
    ]);
    const stage = createScoreStage({ scorers, rgb: frameToRgb, batchSize: batch });
    return {
      stage,
      prepare(frame, signal) {
        const context = { signal, rgb: frameToRgb };
        for (const scorer of scorers) if (scorer.maxBatchSize === 1) scorer.prepare(frame, context);
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * How the memory is divided among the jobs of a call.
 *
 * @throws FrameSieveError `config` when what the settings allow is too little.
 */
export function memoryPlan({ config }: Settings, jobs: number): MemoryPlan {
  const { memory, batch, device } = config;
  return planMemory({ memory, batch, device, jobs });
}

/** The pool that the decoded frames of one job live in, see {@link memoryPlan}. */
export async function createFramePool(settings: Settings, jobs = 1): Promise<FrameAllocator> {
  const plan = memoryPlan(settings, jobs);
  const { FramePool } = await import('@framesieve/decoder');
  const pool = new FramePool({ capacityBytes: plan.poolBytes, minimumBuffers: plan.minimumBuffers });
  return limitFrames(pool, plan);
}

/**
 * Makes the export stage, and sees to it that what can be known to fail fails now and not after an hour of scoring.
 *
 * @param metrics ids of the metrics that stills will have scores by; `null` when that is known only for each video.
 * @throws FrameSieveError `output-unwritable`, or `usage` for a template that can't be used.
 */
export async function createExporting(
  settings: Settings,
  metrics: readonly string[] | null,
): Promise<ExportStage> {
  const { out, config } = settings;
  const [{ checkTemplate, createExportStage }, { frameToRgb }] = await Promise.all([
    import('@framesieve/exporter'),
    import('@framesieve/decoder'),
  ]);
  checkTemplate(config.export.template, config.export.format, metrics);
  await ensureWritable(out);
  return createExportStage({ rgb: frameToRgb, reserveBytes: () => documentBytes(settings) });
}
