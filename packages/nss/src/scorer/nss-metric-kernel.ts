import { FrameSieveError, type ImageScorer, type ScorerOptions, turn } from '@framesieve/core';
import type { ModelFacts } from '@framesieve/models/facts';
import { chooseKernel, requireKernel } from '../kernel/kernel-code.ts';
import type { NssRules } from '../kernel/nss-rules.ts';
import { implementation } from './nss-implementation.ts';

/** What is particular to one metric that reads its score out of features of natural scene statistics. */
export interface NssMetric<Parameters> {
  /** What the model files that it computes say in `framesieve.kernel`, with a version, e.g. `nss/niqe@1`. */
  readonly name: string;
  /** How features are taken. */
  readonly rules: NssRules;
  /** URL of the module that reads a score out of them, a `ReadOutModule`. */
  readonly readOut: URL;
  /**
   * Reads what the read-out needs from the constants of a model; `null` where they aren't what is expected. It is copied to
   * other threads, so it consists of plain data and typed arrays.
   */
  parameters(constant: (name: string) => Float64Array | null): Parameters | null;
}

/** A kernel for the models of a metric, as `onnxMetric` of `@framesieve/scorer` takes it. */
export interface NssMetricKernel {
  /** Version of the computation. */
  readonly version: string;
  /** Whether a model says that this computes the same as its graph, and this machine can run it. */
  computes(model: Uint8Array): Promise<boolean>;
  /**
   * Makes a scorer of such a model.
   *
   * @throws FrameSieveError `metric-unavailable` where the model's constants aren't what it says.
   */
  create(
    model: { readonly id: string; readonly file: string; readonly bytes: Uint8Array },
    options: ScorerOptions,
  ): Promise<ImageScorer>;
}

/** Makes the kernel of a metric. Nothing is loaded before it is used. */
export function nssMetricKernel<Parameters>(metric: NssMetric<Parameters>): NssMetricKernel {
  const { name, rules, readOut } = metric;
  // What computes() has read, create() needs.
  const known = new WeakMap<Uint8Array, ModelFacts>();
  const factsOf = async (model: Uint8Array) => {
    const { readModelFacts } = await import('@framesieve/models/facts');
    const facts = known.get(model) ?? readModelFacts(model);
    known.set(model, facts);
    return facts;
  };
  return {
    version: implementation.version,
    async computes(model) {
      if (chooseKernel() === null) return false;
      const { metadataKeys } = await import('@framesieve/models/facts');
      try {
        return (await factsOf(model)).metadata.get(metadataKeys.kernel) === name;
      } catch {
        return false;
      }
    },
    async create({ id, file, bytes }, options) {
      const [{ parseModelMetadata }, { createNssScorer }, { metadata, constant }] = await Promise.all([
        import('@framesieve/models/facts'),
        import('./create-nss-scorer.ts'),
        factsOf(bytes),
      ]);
      await turn();
      const parameters = metric.parameters(constant);
      if (parameters === null) throw withoutParameters(id, file);
      return createNssScorer({
        id,
        kernel: requireKernel(),
        metadata: parseModelMetadata(metadata, { metric: id }),
        model: bytes,
        options,
        rules,
        readOut: readOut.href,
        parameters,
      });
    },
  };
}

function withoutParameters(id: string, file: string): FrameSieveError {
  return new FrameSieveError({
    code: 'metric-unavailable',
    message: `${id} ("${file}"): the model's parameters are not what its metadata says.`,
    hint: 'Install it again, or have its graph run with `--kernel onnx`.',
  });
}
