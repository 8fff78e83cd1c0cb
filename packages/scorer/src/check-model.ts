import { FrameSieveError } from '@framesieve/core';
import {
  type CompleteModelMetadata,
  type FixedSize,
  type ModelInput,
  type ModelSummary,
  type ModelValue,
  preparedSize,
  sizeProblem,
} from '@framesieve/models';

/** What there is to know of a model's graph to run it on pictures. */
export interface ModelPlan {
  readonly inputName: string;
  readonly outputName: string;
  /** Most pictures that one call takes. */
  readonly maxBatchSize: number;
  readonly fixedSize: FixedSize;
}

/** Most pictures per call where the model doesn't say: more gains nothing and takes memory. */
const largestBatch = 32;

const readableTypes: readonly (string | null)[] = ['float16', 'float32', 'float64'];

/**
 * Checks that a model is what its metadata says, and finds its input and output.
 *
 * @throws FrameSieveError `metric-unavailable` where they differ, or the model behaves as in training.
 */
export function checkModel(summary: ModelSummary, metadata: CompleteModelMetadata): ModelPlan {
  const declared = metadata.input;
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
  if (input.type !== declared.dtype) {
    refuse(
      `The model's input "${input.name}" is ${input.type ?? 'of an unknown type'}, its metadata says ${declared.dtype}.`,
      'Correct `dtype` in `framesieve.input`.',
    );
  }
  const output = outputs.find(({ name }) => name === 'score') ?? outputs[0]!;
  if (!readableTypes.includes(output.type)) {
    refuse(
      `The model's output "${output.name}" is ${output.type ?? 'of an unknown type'}; float16, float32 and float64 are read.`,
      'Add a Cast to float32 behind it.',
    );
  }
  // Without a batch axis.
  const isOfOnePicture = output.dimensions?.length === (metadata.output.kind === 'scalar' ? 0 : 1);
  const { batch, ...fixedSize } = dimensionsOf(input, declared);
  checkFixedSize(declared, fixedSize);
  return {
    inputName: input.name,
    outputName: output.name,
    maxBatchSize: isOfOnePicture ? 1 : (batch ?? largestBatch),
    fixedSize,
  };
}

function dimensionsOf(input: ModelValue, { layout }: ModelInput) {
  const { name, dimensions } = input;
  const fixed = (axis: number): number | null => {
    const size = dimensions?.[axis];
    return typeof size === 'number' ? size : null;
  };
  const [channelAxis, heightAxis, widthAxis] = layout === 'NHWC' ? [3, 1, 2] : [1, 2, 3];
  const channels = fixed(channelAxis);
  // Three where the other layout has its channels: no picture is that narrow.
  const isOther = channels !== 3 && fixed(layout === 'NHWC' ? 1 : 3) === 3;
  if ((dimensions?.length ?? 4) !== 4 || (channels ?? 3) !== 3 || isOther) {
    refuse(
      `The model's input "${name}" has the dimensions [${dimensions}], but ${layout} with 3 colour channels is [${layout === 'NHWC' ? 'N,H,W,3' : 'N,3,H,W'}].`,
      'Correct `layout` in `framesieve.input`, or export the model for batches of RGB pictures.',
    );
  }
  return { batch: fixed(0), width: fixed(widthAxis), height: fixed(heightAxis) };
}

/** Where every picture gets the same size, it is known beforehand that none fits. */
function checkFixedSize(declared: ModelInput, fixed: FixedSize): void {
  const { resize } = declared;
  if (resize === 'none' || ('shorterSide' in resize && resize.crop === null)) return;
  const size = preparedSize({ width: 1, height: 1 }, resize);
  const problem = sizeProblem(size, { ...declared, resize: 'none' }, fixed);
  if (problem === null) return;
  refuse(
    `No picture fits the model once it is resized as its metadata says. ${problem}`,
    'Correct `resize`, `minimumSize` or `sizeMultiple` in `framesieve.input`.',
  );
}

function refuse(message: string, hint: string): never {
  throw new FrameSieveError({ code: 'metric-unavailable', message, hint });
}
