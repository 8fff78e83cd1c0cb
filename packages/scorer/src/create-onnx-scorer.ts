import { createHash } from 'node:crypto';
import {
  type FrameScore,
  FrameSieveError,
  type Logger,
  type MetricDescription,
  type RgbImage,
  type Scorer,
  type ScorerOptions,
  silentLogger,
} from '@framesieve/core';
import {
  type ModelMetadata,
  type ModelSummary,
  type ModelValue,
  parseModelMetadata,
  readModel,
} from '@framesieve/models';
import { loadRuntime } from './onnx-runtime.ts';
import { prepareInput, sizeProblem } from './prepare-input.ts';
import { readOutput } from './read-output.ts';

/** A model, and how to use it. */
export interface OnnxScorerOptions {
  /** Bytes of the .onnx file. */
  readonly model: Uint8Array;
  /** Default: the model's own direction, on the CPU, with as many threads as the runtime likes. */
  readonly options?: ScorerOptions;
  /** What the user says of the model; it goes before the metadata in the file. */
  readonly metadata?: Partial<ModelMetadata>;
}

/** A scorer that also takes pictures, for use without the rest of FrameSieve. */
export interface OnnxScorer extends Scorer {
  /** The metadata of the model, completed by what the caller gave. */
  readonly metadata: ModelMetadata;
  /**
   * Scores 8-bit RGB pictures of one size.
   *
   * @returns one score per picture, in order.
   */
  scoreImages(images: readonly RgbImage[], context?: ImageContext): Promise<readonly FrameScore[]>;
}

/** Surroundings of {@link OnnxScorer.scoreImages}. */
export interface ImageContext {
  readonly signal?: AbortSignal;
  readonly logger?: Logger;
}

/** Most pictures per call where the model doesn't say: more gains nothing and takes memory. */
const largestBatch = 32;

/**
 * Makes a scorer from an ONNX file. What is particular to the metric (direction, input, output) is read from the file's
 * metadata; a file without a metric id gets `custom/` and the first 8 digits of its SHA-256.
 *
 * @throws FrameSieveError `metric-unavailable` when the bytes are not an ONNX model, its metadata is missing or wrong, it
 *   behaves as in training, or the runtime refuses it.
 */
export async function createOnnxScorer({
  model,
  options = { direction: null, device: 'auto', threads: null },
  metadata: given = {},
}: OnnxScorerOptions): Promise<OnnxScorer> {
  const summary = readModel(model);
  const metadata = parseModelMetadata(summary.metadata, given);
  const { input, output } = checkModel(summary, metadata);
  const { maxBatchSize, fixedSize } = limitsOf(input, output, metadata);
  const modelSha256 = createHash('sha256').update(model).digest('hex');
  const runtime = await loadRuntime(model, options);
  const metric: MetricDescription = {
    id: metadata.metric ?? `custom/${modelSha256.slice(0, 8)}`,
    modelDirection: metadata.direction,
    direction: options.direction ?? metadata.direction,
    range: metadata.range,
    modelSha256,
    implementation: { name: 'onnxruntime', version: runtime.version },
    kernel: 'onnx',
    precision: 'float32',
    device: runtime.device,
  };
  let warning = runtime.warning;

  const scoreImages: OnnxScorer['scoreImages'] = async (images, { signal, logger = silentLogger } = {}) => {
    signal?.throwIfAborted();
    if (warning !== null) logger.warn(`${metric.id}: ${warning}`);
    warning = null;
    if (images.length === 0) return [];
    if (images.length > maxBatchSize) {
      return [
        ...(await scoreImages(images.slice(0, maxBatchSize), { ...(signal && { signal }), logger })),
        ...(await scoreImages(images.slice(maxBatchSize), { ...(signal && { signal }), logger })),
      ];
    }
    const problem = sizeProblem(images[0]!, metadata.input, fixedSize);
    if (problem !== null) return images.map(() => ({ score: null, reason: problem }));
    const result = await runtime.run(input.name, prepareInput(images, metadata.input), output.name);
    return readOutput(result, metadata.output, images.length);
  };

  return {
    metric,
    metadata,
    maxBatchSize,
    scoreImages,
    score: (frames, context) =>
      scoreImages(
        frames.map(frame => context.rgb(frame)),
        context,
      ),
    [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
  };
}

function checkModel(
  summary: ModelSummary,
  metadata: ModelMetadata,
): { input: ModelValue; output: ModelValue } {
  const refuse = (message: string, hint: string): never => {
    throw new FrameSieveError({ code: 'metric-unavailable', message, hint });
  };
  if (summary.trainingNodes.length > 0) {
    refuse(
      `The model behaves as in training: ${summary.trainingNodes.join(', ')}.`,
      'Export it in evaluation mode; its scores would be random otherwise.',
    );
  }
  const { inputs, outputs } = summary;
  const [input] = inputs;
  if (!input || inputs.length > 1) {
    return refuse(
      `The model has ${inputs.length} inputs (${inputs.map(({ name }) => name).join(', ')}); a metric has one, the picture.`,
      'Export it with everything but the picture as constants.',
    );
  }
  if (input.type !== metadata.input.dtype) {
    refuse(
      `The model's input "${input.name}" is ${input.type ?? 'of an unknown type'}, its metadata says ${metadata.input.dtype}.`,
      'Correct `dtype` in `framesieve.input`.',
    );
  }
  const output = outputs.find(({ name }) => name === 'score') ?? outputs[0]!;
  if (output.type !== 'float32') {
    refuse(
      `The model's output "${output.name}" is ${output.type ?? 'of an unknown type'}; only float32 is read.`,
      'Add a Cast to float32 behind it.',
    );
  }
  return { input, output };
}

function limitsOf(input: ModelValue, output: ModelValue, { input: declared }: ModelMetadata) {
  const { dimensions } = input;
  const fixed = (axis: number): number | null => {
    const size = dimensions?.[axis];
    return typeof size === 'number' ? size : null;
  };
  const [heightAxis, widthAxis] = declared.layout === 'NHWC' ? [1, 2] : [2, 3];
  // An output without a batch axis holds the score of one picture.
  const maxBatchSize = output.dimensions?.length === 0 ? 1 : (fixed(0) ?? largestBatch);
  return { maxBatchSize, fixedSize: { width: fixed(widthAxis), height: fixed(heightAxis) } };
}
