import { createHash } from 'node:crypto';
import {
  type Frame,
  type FrameScore,
  type Logger,
  type MetricDescription,
  type RgbImage,
  type Scorer,
  type ScorerOptions,
  silentLogger,
} from '@framesieve/core';
import {
  type CompleteModelMetadata,
  type ModelMetadataOverride,
  parseModelMetadata,
  readModel,
} from '@framesieve/models';
import { checkModel } from './check-model.ts';
import { openModel } from './onnx-runtime.ts';
import { prepareInput } from './prepare-input.ts';
import { readOutput } from './read-output.ts';
import { sizeProblem } from './size-problem.ts';

/** A model, and how to use it. */
export interface OnnxScorerOptions {
  /** Bytes of the .onnx file. */
  readonly model: Uint8Array;
  /** Default: the model's own direction, on the CPU, with as many threads as the runtime likes. */
  readonly options?: ScorerOptions;
  /** What the user says of the model; it goes before the metadata in the file, of `input` field by field. */
  readonly metadata?: ModelMetadataOverride;
}

/** A scorer that also takes pictures, for use without the rest of FrameSieve. */
export interface OnnxScorer extends Scorer {
  /** The metadata of the model, completed by what the caller gave. */
  readonly metadata: CompleteModelMetadata;
  /**
   * Scores RGB pictures of one size, of 8 or 16 bits per sample. A float model sees all 16 bits.
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
  const { inputName, outputName, maxBatchSize, fixedSize } = checkModel(summary, metadata);
  const modelSha256 = createHash('sha256').update(model).digest('hex');
  const runtime = await openModel(model, options);
  const metric: MetricDescription = {
    id: metadata.metric ?? `custom/${modelSha256.slice(0, 8)}`,
    modelDirection: metadata.direction,
    direction: options.direction ?? metadata.direction,
    range: metadata.range,
    modelSha256,
    implementation: { name: 'onnxruntime', version: runtime.version },
    kernel: 'onnx',
    precision: metadata.precision,
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
    const pixels = prepareInput(images, metadata.input);
    const results = await runtime.run({ [inputName]: pixels }, [outputName]);
    return readOutput(results[outputName]!, metadata, images.length);
  };
  const bitDepthFor = ({ format }: Frame): 8 | 16 =>
    metadata.input.dtype === 'uint8' || format.pixelFormat.bitDepth === 8 ? 8 : 16;

  return {
    metric,
    metadata,
    maxBatchSize,
    scoreImages,
    score: (frames, context) =>
      scoreImages(
        frames.map(frame => context.rgb(frame, { bitDepth: bitDepthFor(frame) })),
        context,
      ),
    [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
  };
}
