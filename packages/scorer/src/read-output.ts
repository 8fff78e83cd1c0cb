import { type FrameScore, FrameSieveError } from '@framesieve/core';
import type { CompleteModelMetadata } from '@framesieve/models';
import type { OutputTensor } from './runtime/runtime.ts';

/** By how much probabilities may miss 1 in sum, or 0: half-precision ones of ten values miss it by up to 5e-4. */
const tolerance = 1e-3;

/**
 * Reads scores from a model's output: `[]` or `[N]` or `[N, 1]` as one number per picture, `[N, K]` as probabilities of
 * the K values that the metadata states; the score is then the expected value Σ pᵢ · valueᵢ.
 *
 * A picture whose numbers are not all finite has no score, for the reason that the metadata gives.
 *
 * @throws FrameSieveError `score-failed` when the shape is another, or probabilities are negative or don't add up to 1:
 *   what such a model means can't be guessed, and it would be wrong for every picture.
 */
export function readOutput(
  { data, dimensions }: OutputTensor,
  { output, undefinedReason }: Pick<CompleteModelMetadata, 'output' | 'undefinedReason'>,
  count: number,
): readonly FrameScore[] {
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
    const numbers = Array.from(data.subarray(i * width, (i + 1) * width), Number);
    const bad = numbers.find(number => !Number.isFinite(number));
    if (bad !== undefined) return { score: null, reason: reasonFor(bad, undefinedReason) };
    if (output.kind === 'scalar') return { score: numbers[0]!, distribution: null };
    assertProbabilities(numbers);
    return {
      score: numbers.reduce((sum, probability, bin) => sum + probability * output.values[bin]!, 0),
      distribution: numbers,
    };
  });
}

function reasonFor(given: number, undefinedReason: string | null): string {
  if (undefinedReason !== null) return `${undefinedReason} (The model gave ${given}.)`;
  return `The metric is not defined for this picture: the model gave ${given}.`;
}

function assertProbabilities(numbers: readonly number[]): void {
  const sum = numbers.reduce((total, number) => total + number, 0);
  const least = Math.min(...numbers);
  if (least >= -tolerance && Math.abs(sum - 1) <= tolerance) return;
  const problem = least < -tolerance ? `one is ${rounded(least)}` : `their sum is ${rounded(sum)}`;
  throw new FrameSieveError({
    code: 'score-failed',
    message: `The model gave ${numbers.length} numbers that are not probabilities: ${problem}.`,
    hint: 'If it ends in logits, export it with a Softmax behind them; if the numbers are scores of their own, export the one that counts and declare `framesieve.output` as "scalar".',
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
