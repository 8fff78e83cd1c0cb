import { availableMemory } from 'node:process';
import {
  type DecoderFactory,
  type DecodeStage,
  type ExportStage,
  FrameSieveError,
  type Plugin,
  type Scorer,
  type ScoreStage,
} from '@framesieve/core';
import { Registry } from '@framesieve/core/registry';
import { loadPlugin } from './load-plugin.ts';
import { ensureWritable } from './open-database.ts';
import type { Settings } from './settings.ts';

/** Families that `--metric auto` tries, the best first. */
const autoMetrics = ['niqe', 'brisque'];

const mebibyte = 1024 * 1024;

/** Loads the built-in plugins, those that the settings name, and further ones, in this order. */
export async function createRegistry(settings: Settings, plugins: readonly Plugin[]): Promise<Registry> {
  const builtIn = await Promise.all([
    import('@framesieve/plugin-libav'),
    import('@framesieve/plugin-ffmpeg'),
    import('@framesieve/plugin-brisque'),
  ]);
  const registry = new Registry();
  for (const module of builtIn) registry.use(module.default);
  for (const reference of settings.plugins) registry.use(await loadPlugin(reference));
  for (const plugin of plugins) registry.use(plugin);
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

/**
 * Ids of the metrics that the settings ask for, in full.
 *
 * @throws FrameSieveError `metric-unknown`.
 */
export function chooseMetrics(registry: Registry, { config }: Settings): readonly string[] {
  const asked = typeof config.metric === 'string' ? [config.metric] : config.metric;
  return [...new Set(asked.map(id => (id === 'auto' ? autoMetric(registry) : registry.scorer(id).id)))];
}

function autoMetric(registry: Registry): string {
  const families = new Map(
    registry.scorers
      .filter(scorer => scorer.isFamilyDefault)
      .map(scorer => [scorer.id.split('/')[0]!, scorer.id]),
  );
  const found = autoMetrics.map(family => families.get(family)).find(id => id !== undefined);
  const any = found ?? registry.scorers[0]?.id;
  if (any) return any;
  throw new FrameSieveError({
    code: 'metric-unknown',
    message: 'No metric is installed.',
    hint: 'Add a metric plugin to `plugins` in the config file.',
  });
}

/**
 * Checks that each direction is stated for a metric that is there, by its full id: one under another name would be without
 * effect.
 *
 * @throws FrameSieveError `metric-unknown` or `config`.
 */
export function checkDirections(registry: Registry, { config: { direction } }: Settings): void {
  for (const id of Object.keys(direction)) {
    const full = registry.scorer(id).id;
    if (full === id) continue;
    throw new FrameSieveError({
      code: 'config',
      message: `\`direction\` takes full metric ids, but it has "${id}".`,
      hint: `Write "${full}".`,
    });
  }
}

/** A score stage, and the loaded metrics that it owns. */
export interface Scoring extends AsyncDisposable {
  readonly stage: ScoreStage;
}

/** Loads the metrics and makes the score stage over them. */
export async function createScoring(registry: Registry, settings: Settings): Promise<Scoring> {
  const ids = chooseMetrics(registry, settings);
  const { device, batch, direction } = settings.config;
  const scorers: Scorer[] = [];
  const dispose = async () => {
    for (const scorer of scorers.splice(0).reverse()) await scorer[Symbol.asyncDispose]();
  };
  try {
    for (const id of ids) {
      const options = { direction: direction[id] ?? null, device, threads: null };
      scorers.push(await registry.scorer(id).create(options));
    }
    const [{ createScoreStage }, { frameToRgb }] = await Promise.all([
      import('@framesieve/scorer'),
      import('@framesieve/decoder'),
    ]);
    const stage = createScoreStage({ scorers, rgb: frameToRgb, batchSize: batch });
    return { stage, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * The pool that decoded frames live in: an eighth of the memory that is available, at least 32 MiB and at most 256 MiB,
 * and never less than what one batch takes.
 */
export async function createFramePool({ config }: Settings) {
  const { FramePool } = await import('@framesieve/decoder');
  const capacityBytes = Math.floor(Math.min(256 * mebibyte, Math.max(32 * mebibyte, availableMemory() / 8)));
  return new FramePool({ capacityBytes, minimumBuffers: (config.batch ?? 1) + 3 });
}

/**
 * Makes the export stage, and sees to it that what can be known to fail fails now and not after an hour of scoring.
 *
 * @throws FrameSieveError `output-unwritable`, or `usage` for a template that can't be used.
 */
export async function createExporting({ out, config }: Settings): Promise<ExportStage> {
  const [{ checkTemplate, createExportStage }, { frameToRgb }] = await Promise.all([
    import('@framesieve/exporter'),
    import('@framesieve/decoder'),
  ]);
  checkTemplate(config.export.template, config.export.format);
  await ensureWritable(out);
  return createExportStage({ rgb: frameToRgb });
}
