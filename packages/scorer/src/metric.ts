import { fileURLToPath } from 'node:url';
import {
  type Availability,
  type BundledModel,
  FrameSieveError,
  type KnownModel,
  type PublishedModel,
  type ScorerFactory,
  type ScorerOptions,
} from '@framesieve/core';
import type { OnnxScorer } from './create-onnx-scorer.ts';

/** What a metric's factory has to know of its model; a `KnownModel` has it all. */
export interface MetricModel extends Pick<KnownModel, 'id' | 'summary'> {
  readonly supply: Pick<BundledModel, 'kind' | 'file'> | Pick<PublishedModel, 'kind'>;
}

/** A metric that is an ONNX file. */
export interface OnnxMetric extends ScorerFactory {
  /** As for any metric; the scorer also takes plain pictures. */
  create(options: ScorerOptions): Promise<OnnxScorer>;
}

/**
 * Makes a metric from the model that comes with its plugin, or from one that is installed with `framesieve models`. Nothing is
 * loaded before it is needed: neither the runtime nor the model. An installed one that is no longer what it was is refused.
 *
 * @param options.isFamilyDefault whether the family's name alone means this metric.
 */
export function onnxMetric(
  { id, summary, supply }: MetricModel,
  { isFamilyDefault = false }: { readonly isFamilyDefault?: boolean } = {},
): OnnxMetric {
  const locate = async () => (supply.kind === 'bundled' ? fileURLToPath(supply.file) : installedModel(id));
  return {
    id,
    isFamilyDefault,
    summary,
    async availability(): Promise<Availability> {
      const { onnxAvailability } = await import('./onnx-runtime.ts');
      const runtime = await onnxAvailability();
      if (!runtime.available || (await locate()) !== null) return runtime;
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
      const { loadOnnxFile } = await import('./load-onnx-file.ts');
      const scorer = await loadOnnxFile({ file, id, options });
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
