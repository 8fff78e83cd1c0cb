import { FrameSieveError } from '@framesieve/core';
import { elementTypes, type ModelMessage, modelSchema } from './onnx-schema.ts';

/**
 * Reads a float64 constant of a model by its name: parameters that a graph was built from, say.
 *
 * @returns the values in row-major order.
 * @throws FrameSieveError `model-invalid` when the model has no such constant.
 */
export function readConstant(model: Uint8Array, name: string): Float64Array {
  const schema = modelSchema();
  const { graph } = schema.toObject(schema.decode(model), { longs: Number }) as ModelMessage;
  const found = graph?.initializer?.find(tensor => tensor.name === name);
  const { rawData, dataType } = found ?? {};
  if (rawData && dataType === elementTypes.float64) {
    // Its place in the file need not be a multiple of 8.
    return new Float64Array(new Uint8Array(rawData).buffer);
  }
  throw new FrameSieveError({
    code: 'model-invalid',
    message: `The model has no constant "${name}" of float64 numbers.`,
    hint: 'Make the model anew from its parameters.',
  });
}
