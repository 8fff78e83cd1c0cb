import { type FrameScore, FrameSieveError } from '@framesieve/core';
import type { ModelOutput } from '@framesieve/models';
import type { TensorData } from './onnx-runtime.ts';

/**
 * Reads scores from a model's output: `[]` or `[N]` or `[N, 1]` as one number per picture, `[N, K]` as probabilities of
 * the K values that the metadata states; the score is then the expected value Σ pᵢ · valueᵢ.
 *
 * @throws FrameSieveError `score-failed` when the shape is another.
 */
export function readOutput(tensor: TensorData, output: ModelOutput, count: number): readonly FrameScore[] {
  const { data, dimensions } = tensor;
  const width = output.kind === 'scalar' ? 1 : output.values.length;
  const shapes =
    output.kind === 'scalar'
      ? [...(count === 1 ? [[]] : []), [count], [count, 1]]
      : [[count, width], ...(count === 1 ? [[width]] : [])];
  if (
    !shapes.some(shape => shape.length === dimensions.length && shape.every((n, i) => n === dimensions[i]))
  ) {
    throw new FrameSieveError({
      code: 'score-failed',
      message: `The model gave an output of shape [${dimensions}] for ${count} pictures; expected ${shapes.map(shape => `[${shape}]`).join(' or ')}.`,
      hint: 'Check `framesieve.output` in its metadata: "scalar", or the values of its distribution.',
    });
  }
  return Array.from({ length: count }, (_, i) => {
    const values = Array.from(data.subarray(i * width, (i + 1) * width));
    if (output.kind === 'scalar') return scoreOf(values[0]!, null);
    return scoreOf(
      values.reduce((sum, probability, bin) => sum + probability * output.values[bin]!, 0),
      values,
    );
  });
}

function scoreOf(score: number, distribution: readonly number[] | null): FrameScore {
  if (Number.isFinite(score)) return { score, distribution };
  return { score: null, reason: `The metric is not defined for this picture: the model gave ${score}.` };
}
