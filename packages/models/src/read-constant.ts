import { FrameSieveError } from '@framesieve/core';
import { readModelFacts } from './model-facts.ts';

/**
 * Reads a float64 constant of a model by its name: parameters that a graph was built from, say.
 *
 * @returns the values in row-major order.
 * @throws FrameSieveError `model-invalid` when the model has no such constant, `metric-unavailable` when it is no model.
 */
export function readConstant(model: Uint8Array, name: string): Float64Array {
  const found = readModelFacts(model).constant(name);
  if (found) return found;
  throw new FrameSieveError({
    code: 'model-invalid',
    message: `The model has no constant "${name}" of float64 numbers.`,
    hint: 'Make the model anew from its parameters.',
  });
}
