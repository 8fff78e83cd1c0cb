import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type Availability,
  type BundledModel,
  FrameSieveError,
  type ImageScorer,
  type KnownModel,
  type PublishedModel,
  type ScorerFactory,
  type ScorerOptions,
  turn,
} from '@framesieve/core';
import { computesFile, type ModelKernel, wantsKernel } from './model-kernel.ts';

export type { LocatedModel, ModelKernel } from './model-kernel.ts';

/** What a metric's factory has to know of its model; a `KnownModel` has it all. */
export interface MetricModel extends Pick<KnownModel, 'id' | 'summary'> {
  readonly supply: Pick<BundledModel, 'kind' | 'file'> | Pick<PublishedModel, 'kind'>;
}

/** How a metric is offered. */
export interface OnnxMetricOptions {
  /** Whether the family's name alone means this metric; default: it doesn't. */
  readonly isFamilyDefault?: boolean;
  /** What computes the scores on the CPU faster than the graph, unless the graph is asked for. */
  readonly kernel?: ModelKernel;
}

/** A metric that is an ONNX file. */
export interface OnnxMetric extends ScorerFactory {
  /** As for any metric; the scorer also takes plain pictures. */
  create(options: ScorerOptions): Promise<ImageScorer>;
}

/**
 * Makes a metric from the model that comes with its plugin, or from one that is installed with `framesieve models`. Nothing is
 * loaded before it is needed: neither the runtime nor the model; with a kernel the runtime is not needed at all. An installed
 * model that is no longer what it was is refused.
 */
export function onnxMetric(
  { id, summary, supply }: MetricModel,
  { isFamilyDefault = false, kernel }: OnnxMetricOptions = {},
): OnnxMetric {
  const locate = async () => (supply.kind === 'bundled' ? fileURLToPath(supply.file) : installedModel(id));
  return {
    id,
    isFamilyDefault,
    summary,
    async availability(): Promise<Availability> {
      const file = await locate();
      if (file !== null && kernel && (await computesFile(kernel, file)))
        return { available: true, version: kernel.version };
      const { onnxAvailability } = await import('./runtime/availability.ts');
      const runtime = await onnxAvailability();
      if (!runtime.available || file !== null) return runtime;
      return { available: false, ...notInstalled(id) };
    },
    async create(options) {
      const file = await locate();
      if (file === null) {
        const { reason, hint } = notInstalled(id);
        throw new FrameSieveError({
          code: 'model-missing',
          message: `${id} can't be used: ${reason}.`,
          hint,
        });
      }
      const scorer = await openScorer({ id, file, options, kernel });
      const recorded = supply.kind === 'bundled' ? null : await recordedDigest(id);
      if (recorded === null || recorded === scorer.metric.modelSha256) return scorer;
      await scorer[Symbol.asyncDispose]();
      throw new FrameSieveError({
        code: 'metric-unavailable',
        message: `The model of ${id} is not the one that was installed: "${file}" was changed or is damaged.`,
        hint: 'Install it again with `framesieve models pull` or `import`.',
      });
    },
  };
}

interface Request {
  readonly id: string;
  readonly file: string;
  readonly options: ScorerOptions;
  readonly kernel: ModelKernel | undefined;
}

async function openScorer({ id, file, options, kernel }: Request): Promise<ImageScorer> {
  const isWanted = kernel && wantsKernel(options);
  // What is wrong with a file that can't be read is said by what reads it next.
  const bytes = isWanted ? await readFile(file).catch(() => null) : null;
  if (isWanted && bytes && (await kernel.computes(bytes))) {
    await turn();
    return kernel.create({ id, file, bytes }, options);
  }
  const { loadOnnxFile } = await import('./load-onnx-file.ts');
  const scorer = await loadOnnxFile({ file, id, options });
  return isWanted
    ? warnOnce(scorer, `${id} is computed by the graph in its model file, ${noKernel}`)
    : scorer;
}

const noKernel =
  'slowly: the file names no kernel that runs here. A file that is made anew, with `framesieve models`, names one.';

/** The same scorer, which warns when it scores frames for the first time. */
function warnOnce(scorer: ImageScorer, message: string): ImageScorer {
  let said = false;
  const score: ImageScorer['score'] = (frames, context) => {
    if (!said) context.logger.warn(message);
    said = true;
    return scorer.score(frames, context);
  };
  return Object.create(scorer, { score: { value: score } });
}

async function recordedDigest(id: string): Promise<string | null> {
  const { installedDigest } = await import('@framesieve/models/installed');
  return installedDigest(id);
}

async function installedModel(id: string): Promise<string | null> {
  const { findInstalledModel } = await import('@framesieve/models/installed');
  return findInstalledModel(id);
}

function notInstalled(id: string) {
  return {
    reason: 'its model is not installed',
    hint: `Get it with \`framesieve models pull ${id}\`, or import a file that you have.`,
  };
}
