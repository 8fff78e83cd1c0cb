import { createHash } from 'node:crypto';
import {
  type Frame,
  type ImageScorer,
  type MetricDescription,
  type ScorerOptions,
  silentLogger,
} from '@framesieve/core';
import {
  type CompleteModelMetadata,
  type ModelMetadataOverride,
  parseModelMetadata,
  readModel,
  sizeProblem,
} from '@framesieve/models';
import { BatchPlan } from './batch-plan.ts';
import { checkModel } from './check-model.ts';
import { openModel } from './open-model.ts';
import { PictureRuns } from './picture-runs.ts';
import { pictureSize } from './picture-size.ts';
import { deviceIdOf } from './runtime/choose-provider.ts';

/** A model, and how to use it. */
export interface OnnxScorerOptions {
  /** Bytes of the .onnx file. */
  readonly model: Uint8Array;
  /** Default: the model's own direction, on the CPU, with as many threads as the runtime likes. */
  readonly options?: ScorerOptions;
  /** What the user says of the model; it goes before the metadata in the file, of `input` field by field. */
  readonly metadata?: ModelMetadataOverride;
}

/** A scorer that runs an ONNX model; a float model sees all 16 bits of deep pictures. */
export interface OnnxScorer extends ImageScorer {
  /** The metadata of the model, completed by what the caller gave. */
  readonly metadata: CompleteModelMetadata;
}

/**
 * Makes a scorer from an ONNX file. What is particular to the metric (direction, input, output) is read from the file's
 * metadata; a file without a metric id gets `custom/` and the first 8 digits of its SHA-256.
 *
 * @throws FrameSieveError `metric-unavailable` when the bytes are not an ONNX model, its metadata is missing, wrong or
 *   not true of it, it behaves as in training, or the runtime refuses it.
 */
export async function createOnnxScorer({
  model,
  options = { direction: null, device: 'auto', threads: null },
  metadata: given = {},
}: OnnxScorerOptions): Promise<OnnxScorer> {
  const summary = readModel(model);
  const metadata = parseModelMetadata(summary.metadata, given);
  const plan = checkModel(summary, metadata);
  const modelSha256 = createHash('sha256').update(model).digest('hex');
  const runtime = await openModel(model, options);
  const batches = new BatchPlan({
    metadata,
    maxBatchSize: plan.maxBatchSize,
    memoryBytes: options.memoryBytes ?? null,
    deviceId: deviceIdOf(options.device),
  });
  const pictures = new PictureRuns({ runtime, metadata, plan, batches });
  const metric: MetricDescription = {
    id: metadata.metric ?? `custom/${modelSha256.slice(0, 8)}`,
    modelDirection: metadata.direction,
    direction: options.direction ?? metadata.direction,
    range: metadata.range,
    modelSha256,
    implementation: { name: 'onnxruntime', version: runtime.version },
    kernel: 'onnx',
    precision: metadata.precision,
    get device() {
      return runtime.device;
    },
  };

  const scoreImages: OnnxScorer['scoreImages'] = async (images, { signal, logger = silentLogger } = {}) => {
    signal?.throwIfAborted();
    if (images.length === 0) return [];
    const problem = sizeProblem(images[0]!, metadata.input, plan.fixedSize);
    if (problem !== null) return images.map(() => ({ score: null, reason: problem }));
    return pictures.score(images, {
      warn: message => logger.warn(`${metric.id}: ${message}`),
      debug: message => logger.debug(`${metric.id}: ${message}`),
    });
  };
  const bitDepthFor = ({ format }: Frame): 8 | 16 =>
    metadata.input.dtype === 'uint8' || format.pixelFormat.bitDepth === 8 ? 8 : 16;

  return {
    metric,
    metadata,
    maxBatchSize: plan.maxBatchSize,
    // While one call is computed, the pictures of the next are prepared.
    concurrency: 2,
    planBatch: async frame => {
      const size = pictureSize(frame);
      return sizeProblem(size, metadata.input, plan.fixedSize) === null ? pictures.plan(size) : 1;
    },
    scoreImages,
    score: (frames, context) =>
      scoreImages(
        frames.map(frame => context.rgb(frame, { bitDepth: bitDepthFor(frame) })),
        context,
      ),
    [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
  };
}
