import { FrameSieveError } from '@framesieve/core';

/** The error for bytes that are not a model. */
export function notOnnx(cause?: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'metric-unavailable',
    message: 'The model file is not an ONNX model, or it is damaged.',
    hint: 'Give an .onnx file; if it was downloaded, fetch it again.',
    cause,
  });
}
